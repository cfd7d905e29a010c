// AXI4 read channels under any slave: an address stays until it is taken, every grant becomes one
// address in the next cycle, and the queue of owners is never filled beyond its end nor read empty.
// Assumed: requests are bursts that do not cross 4 KiB (BurstSplitter.sv); a beat comes only for a
// burst whose address was taken, and the last one only once.
module harness (
  input clk, arready, rvalid, rlast, valid_0, valid_1, valid_2, last_0, last_1, last_2,
  input [31:0] address_0, address_1, address_2, input [5:0] beats_0, beats_1, beats_2
);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  wire taken_0, taken_1, taken_2, arrived_0, arrived_1, arrived_2, arrived_last, arvalid;
  wire [31:0] araddr;
  wire [7:0] arlen;
  ReadArbiter dut (
    .clk(clk), .core_reset(reset), .request_valid_0(valid_0), .request_valid_1(valid_1),
    .request_valid_2(valid_2), .request_taken_0(taken_0), .request_taken_1(taken_1),
    .request_taken_2(taken_2), .request_address_0(address_0), .request_address_1(address_1),
    .request_address_2(address_2), .request_beats_0(beats_0), .request_beats_1(beats_1),
    .request_beats_2(beats_2), .request_last_0(last_0), .request_last_1(last_1),
    .request_last_2(last_2), .arrived_0(arrived_0), .arrived_1(arrived_1),
    .arrived_2(arrived_2), .arrived_last(arrived_last), .arvalid(arvalid), .arready(arready),
    .araddr(araddr), .arlen(arlen), .rvalid(rvalid), .rlast(rlast)
  );
  wire [36:0] end_0 = address_0[11:0] + {beats_0, 3'b000};
  wire [36:0] end_1 = address_1[11:0] + {beats_1, 3'b000};
  wire [36:0] end_2 = address_2[11:0] + {beats_2, 3'b000};
  (* hierconn *) wire [4:0] \dut.owners.level ;
  (* hierconn *) wire [3:0] \dut.owners.head ;
  (* hierconn *) wire [3:0] \dut.owners.tail ;
  (* hierconn *) wire \dut.owners.push_valid ;
  (* hierconn *) wire \dut.owners.push_ready ;
  (* hierconn *) wire \dut.owners.pop_valid ;
  reg [5:0] open;
  always @(posedge clk) open <= reset ? 0 : open + (arvalid && arready) - (rvalid && rlast);
  always @* begin
    assume (!valid_0 || (end_0 <= 4096 && beats_0 >= 1 && beats_0 <= 32));
    assume (!valid_1 || (end_1 <= 4096 && beats_1 >= 1 && beats_1 <= 32));
    assume (!valid_2 || (end_2 <= 4096 && beats_2 >= 1 && beats_2 <= 32));
    assume (!rvalid || open != 0);
  end

  wire any = taken_0 || taken_1 || taken_2;
  reg was_reset = 1, waits, granted;
  reg [31:0] address_before, wanted_address;
  reg [7:0] length_before, wanted_length;
  always @(posedge clk) begin
    was_reset <= reset;
    waits <= arvalid && !arready;
    address_before <= araddr;
    length_before <= arlen;
    granted <= any;
    wanted_address <= taken_0 ? address_0 : taken_1 ? address_1 : address_2;
    wanted_length <= (taken_0 ? beats_0 : taken_1 ? beats_1 : beats_2) - 1;
  end
  wire [35:0] burst_end = araddr[11:0] + ((arlen + 36'd1) << 3);
  always @* begin
    if (!reset) begin
      assert (\dut.owners.level == open + arvalid);
      assert (\dut.owners.level <= 16 && open <= 16);
      assert (\dut.owners.tail == \dut.owners.head + \dut.owners.level [3:0]);
      assert (!\dut.owners.push_valid || \dut.owners.push_ready );
      assert (!rvalid || \dut.owners.pop_valid );
      assert (taken_0 + taken_1 + taken_2 <= 1);
      assert ((!taken_0 || valid_0) && (!taken_1 || valid_1) && (!taken_2 || valid_2));
      assert (!rvalid || arrived_0 + arrived_1 + arrived_2 <= 1);
      if (arvalid) assert (arlen < 32 && burst_end <= 4096);
      if (!was_reset) begin
        if (waits) assert (arvalid && araddr == address_before && arlen == length_before);
        if (waits) assert (!granted);
        if (granted) assert (arvalid && araddr == wanted_address && arlen == wanted_length);
      end
    end
  end
endmodule
