// The DMA engine as a whole, under any slave and any program: addresses and data stay until they are
// taken, answers are always accepted, bursts are incrementing, whole and as wide as the bus.
module harness (input clk, `DUT_INPUTS);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  `DUT_WIRES
  DmaEngine dut (.clk(clk), .reset(reset), `DUT_CONNECTIONS);

  (* hierconn *) wire [5:0] \dut.write_channel.beats_left ;
  (* hierconn *) wire [6:0] \dut.write_channel.fifo.level ;
  (* hierconn *) wire [5:0] \dut.write_channel.fifo.head ;
  (* hierconn *) wire [5:0] \dut.write_channel.fifo.tail ;
  reg was_reset = 1, ar_waits, aw_waits, w_waits, last_before;
  reg [31:0] araddr_before, awaddr_before;
  reg [7:0] arlen_before, awlen_before;
  reg [63:0] data_before;
  always @(posedge clk) begin
    was_reset <= reset;
    ar_waits <= m_axi_arvalid && !m_axi_arready;
    aw_waits <= m_axi_awvalid && !m_axi_awready;
    w_waits <= m_axi_wvalid && !m_axi_wready;
    araddr_before <= m_axi_araddr;
    awaddr_before <= m_axi_awaddr;
    arlen_before <= m_axi_arlen;
    awlen_before <= m_axi_awlen;
    last_before <= m_axi_wlast;
    data_before <= m_axi_wdata;
  end
  always @* begin
    assert (m_axi_rready && m_axi_bready && m_axi_wstrb == 8'hff);
    assert (m_axi_arsize == 3 && m_axi_awsize == 3 && m_axi_arburst == 1 && m_axi_awburst == 1);
    if (!reset) begin
      assert (\dut.write_channel.fifo.level <= 64);
      assert (\dut.write_channel.fifo.tail
              == \dut.write_channel.fifo.head + \dut.write_channel.fifo.level [5:0]);
      assert (\dut.write_channel.beats_left <= \dut.write_channel.fifo.level );
      if (!was_reset) begin
        if (ar_waits) begin
          assert (m_axi_arvalid && m_axi_araddr == araddr_before && m_axi_arlen == arlen_before);
        end
        if (aw_waits) begin
          assert (m_axi_awvalid && m_axi_awaddr == awaddr_before && m_axi_awlen == awlen_before);
        end
        if (w_waits) begin
          assert (m_axi_wvalid && m_axi_wdata == data_before && m_axi_wlast == last_before);
        end
      end
    end
  end
endmodule
