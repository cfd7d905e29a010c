// AXI4 write channels under any slave: address and data stay until they are taken, every burst has
// exactly the beats that its address announces, no burst crosses 4 KiB, the queue of beats is never
// read empty, and 'busy' covers every response that is outstanding.
// Assumed: regions as in BurstSplitter.sv; a response comes only for a burst that is complete.
module harness (
  input clk, region_valid, beats_valid, awready, wready, bvalid,
  input [31:0] region_address, region_beats, input [63:0] beats_payload
);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  wire region_ready, beats_ready, awvalid, wvalid, wlast, busy;
  wire [31:0] awaddr;
  wire [7:0] awlen;
  wire [63:0] wdata;
  WriteChannel dut (
    .clk(clk), .core_reset(reset), .region_valid(region_valid), .region_ready(region_ready),
    .region_address(region_address), .region_beats(region_beats), .beats_valid(beats_valid),
    .beats_ready(beats_ready), .beats_payload(beats_payload), .awvalid(awvalid),
    .awready(awready), .awaddr(awaddr), .awlen(awlen), .wvalid(wvalid), .wready(wready),
    .wdata(wdata), .wlast(wlast), .bvalid(bvalid), .busy(busy)
  );
  (* hierconn *) wire [5:0] \dut.beats_left ;
  (* hierconn *) wire [7:0] \dut.outstanding ;
  (* hierconn *) wire \dut.fifo.pop_valid ;
  (* hierconn *) wire [6:0] \dut.fifo.level ;
  (* hierconn *) wire [5:0] \dut.fifo.head ;
  (* hierconn *) wire [5:0] \dut.fifo.tail ;
  (* hierconn *) wire \dut.splitter.held ;
  (* hierconn *) wire [31:0] \dut.splitter.left_reg ;
  (* hierconn *) wire [31:0] \dut.splitter.address_reg ;
  (* hierconn *) wire \dut.splitter.burst_taken ;

  // A burst is open from its beginning until its address and its last beat are taken.
  wire opened = awvalid || wvalid;
  wire closes = opened && (!awvalid || awready) && (!wvalid || (wlast && wready));
  reg [8:0] pending;
  always @(posedge clk) pending <= reset ? 0 : pending + closes - bvalid;
  always @* begin
    assume (region_beats != 0 && region_beats < 1 << 28 && region_address[2:0] == 0);
    assume (!bvalid || pending != 0);
  end

  reg [8:0] sent;
  reg was_reset = 1, aw_waits, w_waits, last_waits;
  reg [31:0] address_before;
  reg [7:0] length_before;
  reg [63:0] data_before;
  always @(posedge clk) begin
    sent <= \dut.splitter.burst_taken ? 0 : sent + (wvalid && wready);
    was_reset <= reset;
    aw_waits <= awvalid && !awready;
    w_waits <= wvalid && !wready;
    last_waits <= wlast;
    address_before <= awaddr;
    length_before <= awlen;
    data_before <= wdata;
  end

  wire [35:0] burst_end = awaddr[11:0] + ((awlen + 36'd1) << 3);
  always @* begin
    if (!reset) begin
      // Inside.
      assert (\dut.fifo.level <= 64);
      assert (\dut.fifo.tail == \dut.fifo.head + \dut.fifo.level [5:0]);
      assert (\dut.beats_left <= \dut.fifo.level );
      assert (!\dut.splitter.held || \dut.splitter.left_reg != 0);
      assert (!\dut.splitter.held || \dut.splitter.address_reg [2:0] == 0);
      assert (pending <= 255);
      assert (\dut.outstanding == pending + opened);
      if (opened) assert (\dut.beats_left + sent == awlen + 1);
      // On the bus.
      assert (!wvalid || \dut.fifo.pop_valid );
      if (wvalid) assert (wlast == (sent == awlen));
      if (awvalid) assert (awlen < 32 && burst_end <= 4096 && awaddr[2:0] == 0);
      assert (busy || (pending == 0 && !opened));
      if (!was_reset) begin
        if (aw_waits) assert (awvalid && awaddr == address_before && awlen == length_before);
        if (w_waits) assert (wvalid && wdata == data_before && wlast == last_waits);
      end
    end
  end
endmodule
