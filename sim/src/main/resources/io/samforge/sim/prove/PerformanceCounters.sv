// Counters never miss an event nor count one that was none: each equals a sum that is kept beside it.
module harness (
  input clk, start, running, layer_start, layer_active, layer_done, busy, stall_weight,
  input stall_activation, stall_drain, read_beat, write_beat, log_read,
  input [15:0] layer_number, input [9:0] log_address
);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  reg [63:0] cycles_model;
  wire [31:0] cycles_lo, cycles_hi;
  always @(posedge clk) begin
    cycles_model <= reset || start ? 0 : cycles_model + (running && 1);
  end
  always @* if (!reset) assert ({cycles_hi, cycles_lo} == cycles_model);
  reg [63:0] busy_model;
  wire [31:0] busy_lo, busy_hi;
  always @(posedge clk) begin
    busy_model <= reset || start ? 0 : busy_model + (running && busy);
  end
  always @* if (!reset) assert ({busy_hi, busy_lo} == busy_model);
  reg [63:0] stall_weight_model;
  wire [31:0] stall_weight_lo, stall_weight_hi;
  always @(posedge clk) begin
    stall_weight_model <= reset || start ? 0 : stall_weight_model + (running && stall_weight);
  end
  always @* if (!reset) assert ({stall_weight_hi, stall_weight_lo} == stall_weight_model);
  reg [63:0] stall_activation_model;
  wire [31:0] stall_activation_lo, stall_activation_hi;
  always @(posedge clk) begin
    stall_activation_model <= reset || start ? 0 : stall_activation_model + (running && stall_activation);
  end
  always @* if (!reset) assert ({stall_activation_hi, stall_activation_lo} == stall_activation_model);
  reg [63:0] stall_drain_model;
  wire [31:0] stall_drain_lo, stall_drain_hi;
  always @(posedge clk) begin
    stall_drain_model <= reset || start ? 0 : stall_drain_model + (running && stall_drain);
  end
  always @* if (!reset) assert ({stall_drain_hi, stall_drain_lo} == stall_drain_model);
  reg [63:0] read_beats_model;
  wire [31:0] read_beats_lo, read_beats_hi;
  always @(posedge clk) begin
    read_beats_model <= reset || start ? 0 : read_beats_model + (running && read_beat);
  end
  always @* if (!reset) assert ({read_beats_hi, read_beats_lo} == read_beats_model);
  reg [63:0] write_beats_model;
  wire [31:0] write_beats_lo, write_beats_hi;
  always @(posedge clk) begin
    write_beats_model <= reset || start ? 0 : write_beats_model + (running && write_beat);
  end
  always @* if (!reset) assert ({write_beats_hi, write_beats_lo} == write_beats_model);
  PerformanceCounters dut (
    .clk(clk), .reset(reset), .start(start), .running(running), .layer_start(layer_start),
    .layer_active(layer_active), .layer_done(layer_done), .layer_number(layer_number),
    .busy(busy), .stall_weight(stall_weight), .stall_activation(stall_activation),
    .stall_drain(stall_drain), .read_beat(read_beat), .write_beat(write_beat),
    .log_read(log_read), .log_address(log_address),
   .cycles_lo(cycles_lo),
   .cycles_hi(cycles_hi),
   .busy_lo(busy_lo),
   .busy_hi(busy_hi),
   .stall_weight_lo(stall_weight_lo),
   .stall_weight_hi(stall_weight_hi),
   .stall_activation_lo(stall_activation_lo),
   .stall_activation_hi(stall_activation_hi),
   .stall_drain_lo(stall_drain_lo),
   .stall_drain_hi(stall_drain_hi),
   .read_beats_lo(read_beats_lo),
   .read_beats_hi(read_beats_hi),
   .write_beats_lo(write_beats_lo),
   .write_beats_hi(write_beats_hi)
  );

  // The log of a layer: cycles and beats since its start, that cycle included.
  reg [31:0] layer_beats, layer_cycle;
  always @(posedge clk) begin
    layer_beats <= reset ? 0 : layer_start ? read_beat : layer_beats + (layer_active && read_beat);
    layer_cycle <= reset ? 0 : layer_start ? 1 : layer_cycle + layer_active;
  end
  (* hierconn *) wire [31:0] \dut.layer_read_beats ;
  (* hierconn *) wire [31:0] \dut.layer_cycles ;
  always @* if (!reset) assert (layer_beats == \dut.layer_read_beats );
  always @* if (!reset) assert (layer_cycle == \dut.layer_cycles );
endmodule
