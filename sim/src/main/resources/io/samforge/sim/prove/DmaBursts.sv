// The DMA engine from reset on, with any layer whose regions have beats and are aligned, and any
// slave that only answers what it was asked: no burst has more than 32 beats or crosses 4 KiB.
module harness (input clk, `DUT_INPUTS);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  `DUT_WIRES
  DmaEngine dut (.clk(clk), .reset(reset), `DUT_CONNECTIONS);

  reg [7:0] reads = 0, writes = 0;
  always @(posedge clk) begin
    reads <= reads + (m_axi_arvalid && m_axi_arready) - (m_axi_rvalid && m_axi_rlast);
    writes <= writes + (m_axi_wvalid && m_axi_wready && m_axi_wlast) - m_axi_bvalid;
  end
  always @* begin
    assume (!m_axi_rvalid || reads != 0);
    assume (!m_axi_bvalid || writes != 0);
    assume (layer_in_address[5:0] == 0 && layer_out_address[5:0] == 0);
    assume (layer_weight_address[5:0] == 0 && command_address[5:0] == 0);
    assume (command_words != 0 && command_words < 1 << 15);
    assume (layer_tiles != 0 && layer_in_blocks != 0 && layer_out_tiles != 0);
    assume (layer_in_tile_beats != 0 && layer_in_last_tile_beats != 0);
    assume (layer_out_tile_beats != 0 && layer_out_last_tile_beats != 0);
    assume (layer_weight_beats != 0 && layer_weight_beats < 1 << 28);
  end
  wire [35:0] read_end = m_axi_araddr[11:0] + ((m_axi_arlen + 36'd1) << 3);
  wire [35:0] write_end = m_axi_awaddr[11:0] + ((m_axi_awlen + 36'd1) << 3);
  always @* begin
    if (!reset) begin
      if (m_axi_arvalid) assert (m_axi_arlen < 32 && read_end <= 4096);
      if (m_axi_awvalid) assert (m_axi_awlen < 32 && write_end <= 4096);
    end
  end
endmodule
