// Bursts continue each other, cover a region exactly, have 1 to 32 beats, and never cross 4 KiB.
// Assumed: a region has beats, is aligned to beats and ends inside the address space; a burst is
// taken only when it is offered.
module harness (
  input clk, region_valid, burst_taken, input [31:0] region_address, region_beats
);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  wire region_ready, burst_valid, burst_last;
  wire [31:0] burst_address;
  wire [5:0] burst_beats;
  BurstSplitter dut (
    .clk(clk), .core_reset(reset), .region_valid(region_valid), .region_ready(region_ready),
    .region_address(region_address), .region_beats(region_beats), .burst_valid(burst_valid),
    .burst_taken(burst_taken), .burst_address(burst_address), .burst_beats(burst_beats),
    .burst_last(burst_last)
  );
  wire [35:0] region_end = region_address + (region_beats << 3);
  always @* begin
    assume (region_beats != 0 && region_beats < 1 << 28 && region_address[2:0] == 0);
    assume (region_end <= 36'h100000000);
    assume (!burst_taken || burst_valid);
  end

  reg [31:0] address, left;
  always @(posedge clk) begin
    if (region_valid && region_ready) begin
      address <= region_address;
      left <= region_beats;
    end else if (burst_taken) begin
      address <= address + {burst_beats, 3'b000};
      left <= left - burst_beats;
    end
  end

  (* hierconn *) wire [31:0] \dut.left_reg ;
  wire [35:0] burst_end = burst_address[11:0] + {burst_beats, 3'b000};
  always @* begin
    if (!reset) begin
      assert (burst_valid == !region_ready);
      if (burst_valid) begin
        assert (left != 0 && left == \dut.left_reg );
        assert (burst_address == address && address[2:0] == 0);
        assert (burst_beats >= 1 && burst_beats <= 32 && burst_beats <= left);
        assert (burst_end <= 4096);
        assert (burst_last == (left == burst_beats));
      end
    end
  end
endmodule
