// AXI4-Lite under any master: an answer stays until it is taken, is given once for each request, and
// the data of a read do not change while they wait.
module harness (
  input clk, awvalid, wvalid, bready, arvalid, rready, program_busy, program_finished, layer_start,
  input layer_active, layer_done, token_valid, stall_weight, stall_activation, stall_drain,
  input read_beat, write_beat, resetting,
  input [15:0] awaddr, araddr, layers_finished, layer_number, group_multiplier,
  input [31:0] lowest_codes, highest_codes, counted_codes,
  input [31:0] wdata, input [3:0] wstrb, input [7:0] error_code, group_zero_point
);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  wire awready, wready, bvalid, arready, rvalid, start;
  wire [1:0] bresp, rresp;
  wire [31:0] rdata, program_address;
  ControlRegisters dut (
    .clk(clk), .reset(reset), .s_axil_awvalid(awvalid), .s_axil_awready(awready),
    .s_axil_awaddr(awaddr), .s_axil_wvalid(wvalid), .s_axil_wready(wready),
    .s_axil_wdata(wdata), .s_axil_wstrb(wstrb), .s_axil_bvalid(bvalid),
    .s_axil_bready(bready), .s_axil_bresp(bresp), .s_axil_arvalid(arvalid),
    .s_axil_arready(arready), .s_axil_araddr(araddr), .s_axil_rvalid(rvalid),
    .s_axil_rready(rready), .s_axil_rdata(rdata), .s_axil_rresp(rresp), .start(start),
    .program_address(program_address), .program_busy(program_busy),
    .program_finished(program_finished), .error_code(error_code),
    .layers_finished(layers_finished), .layer_start(layer_start), .layer_active(layer_active),
    .layer_done(layer_done), .layer_number(layer_number), .token_valid(token_valid),
    .stall_weight(stall_weight), .stall_activation(stall_activation),
    .stall_drain(stall_drain), .read_beat(read_beat), .write_beat(write_beat),
    .group_multiplier(group_multiplier), .group_zero_point(group_zero_point),
    .resetting(resetting), .lowest_codes(lowest_codes), .highest_codes(highest_codes),
    .counted_codes(counted_codes)
  );
  (* hierconn *) wire \dut.reading ;
  reg [1:0] writes, reads;
  reg was_reset = 1, b_waits, r_waits, programmed;
  reg [31:0] data_before, address_written;
  always @(posedge clk) begin
    writes <= reset ? 0 : writes + (awvalid && awready) - (bvalid && bready);
    reads <= reset ? 0 : reads + (arvalid && arready) - (rvalid && rready);
    was_reset <= reset;
    b_waits <= bvalid && !bready;
    r_waits <= rvalid && !rready;
    data_before <= rdata;
    programmed <= awvalid && awready && awaddr == 16'h14 && wstrb == 4'hf;
    address_written <= wdata;
  end
  always @* begin
    if (!reset) begin
      assert (!(\dut.reading && rvalid));
      assert (writes == bvalid);
      assert (reads == rvalid + \dut.reading );
      // Address and data of a write are taken together.
      assert ((awvalid && awready) == (wvalid && wready));
      assert (!start || (awvalid && awready && awaddr == 16'h8 && !program_busy && !resetting));
      if (bvalid) assert (bresp == 0);
      if (rvalid) assert (rresp == 0);
      if (!was_reset) begin
        if (b_waits) assert (bvalid);
        if (r_waits) assert (rvalid && rdata == data_before);
        if (programmed) assert (program_address == address_written);
      end
    end
  end
endmodule
