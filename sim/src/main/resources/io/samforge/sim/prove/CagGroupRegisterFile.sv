// The register file returns for every entry what was last committed, and all entries change in the
// cycle behind the commit. One arbitrary entry is followed; nothing is known about it before it is
// written.
module harness (
  input clk, write_enable, commit,
  input [1:0] write_index, read_index, debug_index,
  input [15:0] write_multiplier,
  input [7:0] write_zero_point
);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  wire [15:0] read_multiplier, debug_multiplier;
  wire [7:0] debug_zero_point;
  CagGroupRegisterFile dut (
    .clk(clk), .reset(reset), .write_enable(write_enable), .write_index(write_index),
    .write_multiplier(write_multiplier), .write_zero_point(write_zero_point), .commit(commit),
    .read_index_0(read_index), .read_multiplier_0(read_multiplier), .debug_index(debug_index),
    .debug_multiplier(debug_multiplier), .debug_zero_point(debug_zero_point)
  );

  (* anyconst *) wire [1:0] watched;
  reg active_known, shadow_known;
  reg [23:0] active, shadow;
  wire hit = write_enable && write_index == watched;
  wire known = hit || shadow_known;
  wire [23:0] written = hit ? {write_zero_point, write_multiplier} : shadow;
  always @(posedge clk) begin
    active <= commit ? written : active;
    active_known <= !reset && (commit ? known : active_known);
    shadow <= commit ? active : written;
    shadow_known <= !reset && (commit ? active_known : known);
  end

  // Inside: both banks hold what the model holds.
  (* hierconn *) wire \dut.active_bank ;
  (* hierconn *) wire [15:0] \dut.multipliers_0[0] ;
  (* hierconn *) wire [15:0] \dut.multipliers_0[1] ;
  (* hierconn *) wire [15:0] \dut.multipliers_0[2] ;
  (* hierconn *) wire [15:0] \dut.multipliers_0[3] ;
  (* hierconn *) wire [15:0] \dut.multipliers_1[0] ;
  (* hierconn *) wire [15:0] \dut.multipliers_1[1] ;
  (* hierconn *) wire [15:0] \dut.multipliers_1[2] ;
  (* hierconn *) wire [15:0] \dut.multipliers_1[3] ;
  (* hierconn *) wire [7:0] \dut.zero_points_0[0] ;
  (* hierconn *) wire [7:0] \dut.zero_points_0[1] ;
  (* hierconn *) wire [7:0] \dut.zero_points_0[2] ;
  (* hierconn *) wire [7:0] \dut.zero_points_0[3] ;
  (* hierconn *) wire [7:0] \dut.zero_points_1[0] ;
  (* hierconn *) wire [7:0] \dut.zero_points_1[1] ;
  (* hierconn *) wire [7:0] \dut.zero_points_1[2] ;
  (* hierconn *) wire [7:0] \dut.zero_points_1[3] ;
  wire [23:0] bank0 = {watched == 0 ? \dut.zero_points_0[0] : watched == 1 ? \dut.zero_points_0[1] : watched == 2 ? \dut.zero_points_0[2] : \dut.zero_points_0[3] , watched == 0 ? \dut.multipliers_0[0] : watched == 1 ? \dut.multipliers_0[1] : watched == 2 ? \dut.multipliers_0[2] : \dut.multipliers_0[3] };
  wire [23:0] bank1 = {watched == 0 ? \dut.zero_points_1[0] : watched == 1 ? \dut.zero_points_1[1] : watched == 2 ? \dut.zero_points_1[2] : \dut.zero_points_1[3] , watched == 0 ? \dut.multipliers_1[0] : watched == 1 ? \dut.multipliers_1[1] : watched == 2 ? \dut.multipliers_1[2] : \dut.multipliers_1[3] };
  always @* begin
    if (!reset) begin
      if (active_known) assert (active == (\dut.active_bank ? bank1 : bank0));
      if (shadow_known) assert (shadow == (\dut.active_bank ? bank0 : bank1));
      if (active_known && debug_index == watched) begin
        assert ({debug_zero_point, debug_multiplier} == active);
      end
      if (active_known && read_index == watched) assert (read_multiplier == active[15:0]);
    end
  end
endmodule
