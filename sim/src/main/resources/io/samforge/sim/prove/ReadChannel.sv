// A reader never loses a beat: its queue has room for every beat that it asked for, whenever the
// slave sends them and however slowly they are used.
// Assumed: regions as in BurstSplitter.sv; only beats that were asked for arrive.
module harness (
  input clk, region_valid, request_taken, arrived, arrived_last, beats_ready,
  input [31:0] region_address, region_beats, input [63:0] arrived_data
);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  wire region_ready, request_valid, request_last, beats_valid, beats_last, busy;
  wire [31:0] request_address;
  wire [5:0] request_beats;
  wire [63:0] beats_data;
  ReadChannel dut (
    .clk(clk), .core_reset(reset), .region_valid(region_valid), .region_ready(region_ready),
    .region_address(region_address), .region_beats(region_beats),
    .request_valid(request_valid), .request_taken(request_taken),
    .request_address(request_address), .request_beats(request_beats),
    .request_last(request_last), .arrived(arrived), .arrived_data(arrived_data),
    .arrived_last(arrived_last), .beats_valid(beats_valid), .beats_ready(beats_ready),
    .beats_data(beats_data), .beats_last(beats_last), .busy(busy)
  );
  (* hierconn *) wire [6:0] \dut.reserved ;
  (* hierconn *) wire [6:0] \dut.fifo.level ;
  (* hierconn *) wire \dut.fifo.push_ready ;
  reg [7:0] travelling;
  always @(posedge clk) begin
    travelling <= reset ? 0 : travelling + (request_taken ? request_beats : 0) - arrived;
  end
  always @* begin
    assume (region_beats != 0 && region_address[2:0] == 0);
    assume (!request_taken || request_valid);
    assume (!arrived || travelling != 0);
  end
  always @* begin
    if (!reset) begin
      assert (\dut.reserved == travelling + \dut.fifo.level );
      assert (travelling <= 64 && \dut.reserved <= 64 && \dut.fifo.level <= 64);
      assert (!arrived || \dut.fifo.push_ready );
      assert (busy || (travelling == 0 && !beats_valid));
    end
  end
endmodule
