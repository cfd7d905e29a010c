// The four sums of four slots and two lanes that leave a cascade of DSPs are those of the weights that
// were active and of the operands that came with them, whatever both are and whenever they change.
module harness (
  input clk, fire, take, commit,
  input [15:0] row,
  input [3:0] upsilon_0, upsilon_1, upsilon_2, upsilon_3,
  input [2:0] shift_0, shift_1, shift_2, shift_3,
  input enable_0, enable_1, enable_2, enable_3
);
  wire [7:0] weights_0, weights_1, weights_2, weights_3;
  wire [11:0] operand_0, operand_1, operand_2, operand_3;
  wire [22:0] bias_0;
  wire commit_0, commit_1, commit_2, commit_3;
  PackedFeed feed (
    .clk(clk), .row(row), .fire(fire), .commit(commit),
    .upsilon_0(upsilon_0), .upsilon_1(upsilon_1), .upsilon_2(upsilon_2), .upsilon_3(upsilon_3),
    .shift_0(shift_0), .shift_1(shift_1), .shift_2(shift_2), .shift_3(shift_3),
    .enable_0(enable_0), .enable_1(enable_1), .enable_2(enable_2), .enable_3(enable_3),
    .weights_0(weights_0), .weights_1(weights_1), .weights_2(weights_2), .weights_3(weights_3),
    .operand_0(operand_0), .operand_1(operand_1), .operand_2(operand_2), .operand_3(operand_3),
    .bias_0(bias_0),
    .commit_0(commit_0), .commit_1(commit_1), .commit_2(commit_2), .commit_3(commit_3)
  );

  // The engine registers the load once on its way, the pair of lanes once more.
  reg [1:0] taken;
  always @(posedge clk) taken <= {taken[0], take};
  wire signed [`MULTIPLY-1:0] dot_multiply_0, dot_multiply_1;
  wire signed [`SHIFT-1:0] dot_shift_0, dot_shift_1;
  PackedDotProduct dut (
    .clk(clk), .load(taken[1]),
    .weights_0(weights_0), .weights_1(weights_1), .weights_2(weights_2), .weights_3(weights_3),
    .operand_0(operand_0), .operand_1(operand_1), .operand_2(operand_2), .operand_3(operand_3),
    .bias_0(bias_0),
    .commit_0(commit_0), .commit_1(commit_1), .commit_2(commit_2), .commit_3(commit_3),
    .dot_multiply_0(dot_multiply_0), .dot_multiply_1(dot_multiply_1),
    .dot_shift_0(dot_shift_0), .dot_shift_1(dot_shift_1)
  );

  // What lanes in fabric do: shadow and active weights, sums of products.
  reg [15:0] row_before, shadow_even, shadow_odd, even, odd;
  always @(posedge clk) begin
    if (fire) row_before <= row;
    if (take) begin
      shadow_even <= row_before;
      shadow_odd <= row;
    end
    if (commit) begin
      even <= shadow_even;
      odd <= shadow_odd;
    end
  end
  function [8:0] multiplied(input [3:0] weight, input [3:0] upsilon);
    multiplied = {{5{weight[3]}}, weight} * {5'd0, upsilon};
  endfunction
  function [11:0] shifted(input [3:0] weight, input [2:0] shift, input enable);
    shifted = enable ? {{8{weight[3]}}, weight} << shift : 12'd0;
  endfunction
  // One slot: lambda, upsilon, products of the even lane with both, products of the odd lane.
  function [53:0] slot(
    input [3:0] w_even, input [3:0] w_odd, input [3:0] upsilon, input [2:0] shift, input enable);
    slot = {
      enable ? 8'd1 << shift : 8'd0, upsilon,
      shifted(w_even, shift, enable), multiplied(w_even, upsilon),
      shifted(w_odd, shift, enable), multiplied(w_odd, upsilon)};
  endfunction

  reg [53:0] slots_0 [1:7], slots_1 [1:7], slots_2 [1:7], slots_3 [1:7];
  integer i;
  always @(posedge clk) begin
    slots_0[1] <= slot(even[3:0], odd[3:0], upsilon_0, shift_0, enable_0);
    slots_1[1] <= slot(even[7:4], odd[7:4], upsilon_1, shift_1, enable_1);
    slots_2[1] <= slot(even[11:8], odd[11:8], upsilon_2, shift_2, enable_2);
    slots_3[1] <= slot(even[15:12], odd[15:12], upsilon_3, shift_3, enable_3);
    for (i = 2; i <= 7; i = i + 1) begin
      slots_0[i] <= slots_0[i - 1];
      slots_1[i] <= slots_1[i - 1];
      slots_2[i] <= slots_2[i - 1];
      slots_3[i] <= slots_3[i - 1];
    end
  end

  // The factors of a link, multiplied out.
  function [44:0] product(input [53:0] s);
    product = {{33{s[41]}}, s[41:30]} + {34'd0, s[53:46], 3'd0}
      + ({{36{s[29]}}, s[29:21]} + {38'd0, s[45:42], 3'd0} << 13)
      + ({{33{s[20]}}, s[20:9]} << 23) + ({{36{s[8]}}, s[8:0]} << 36);
  endfunction
  // What a slot has added to the four fields, once its link has been passed or before.
  function [45:0] added(input [53:0] s, input passed);
    added = passed
      ? {{s[8], s[8:0]}, {s[20], s[20:9]}, {s[29], s[29:21]}, {s[41], s[41:30]}}
      : {23'd0, -{3'd0, s[45:42], 3'd0}, -{2'd0, s[53:46], 3'd0}};
  endfunction
  function [45:0] plus(input [45:0] x, input [45:0] y);
    plus = {x[45:36] + y[45:36], x[35:23] + y[35:23], x[22:13] + y[22:13], x[12:0] + y[12:0]};
  endfunction
  function [47:0] sum(
    input [53:0] s_0, input [53:0] s_1, input [53:0] s_2, input [53:0] s_3, input [3:0] passed);
    sum = {2'd0, plus({10'h200, 13'h1000, 10'h200, 13'h1000},
      plus(plus(added(s_0, passed[0]), added(s_1, passed[1])),
           plus(added(s_2, passed[2]), added(s_3, passed[3]))))};
  endfunction

  (* hierconn *) wire [44:0] \dut.cascade_0.dsp_0.m ;
  (* hierconn *) wire [44:0] \dut.cascade_0.dsp_1.m ;
  (* hierconn *) wire [44:0] \dut.cascade_0.dsp_2.m ;
  (* hierconn *) wire [44:0] \dut.cascade_0.dsp_3.m ;
  (* hierconn *) wire [47:0] \dut.cascade_0.dsp_0.addend ;
  (* hierconn *) wire [47:0] \dut.cascade_0.dsp_0.p ;
  (* hierconn *) wire [47:0] \dut.cascade_0.dsp_1.p ;
  (* hierconn *) wire [47:0] \dut.cascade_0.dsp_2.p ;

  // The four sums as they are meant, wide enough for any numbers.
  wire signed [11:0] sum_multiply_0 = ($signed(slots_0[7][29:21]) + $signed(slots_1[7][29:21]))
    + ($signed(slots_2[7][29:21]) + $signed(slots_3[7][29:21]));
  wire signed [11:0] sum_multiply_1 = ($signed(slots_0[7][8:0]) + $signed(slots_1[7][8:0]))
    + ($signed(slots_2[7][8:0]) + $signed(slots_3[7][8:0]));
  wire signed [14:0] sum_shift_0 = ($signed(slots_0[7][41:30]) + $signed(slots_1[7][41:30]))
    + ($signed(slots_2[7][41:30]) + $signed(slots_3[7][41:30]));
  wire signed [14:0] sum_shift_1 = ($signed(slots_0[7][20:9]) + $signed(slots_1[7][20:9]))
    + ($signed(slots_2[7][20:9]) + $signed(slots_3[7][20:9]));
  // Whether the products of a slot are in the range of which four fit a field.
  function in_range(input [53:0] s);
    in_range = $signed(s[41:30]) >= -1024 && $signed(s[41:30]) <= 896
      && $signed(s[20:9]) >= -1024 && $signed(s[20:9]) <= 896
      && $signed(s[29:21]) >= -120 && $signed(s[29:21]) <= 105
      && $signed(s[8:0]) >= -120 && $signed(s[8:0]) <= 105;
  endfunction

  // At first every cycle loads and commits, until nothing is left of the unknown beginning; then
  // anything may happen. One result is followed through the cascade: each step that is proved makes
  // the next one easy.
  reg [4:0] cycle = 0;
  always @(posedge clk) if (cycle != 31) cycle <= cycle + 1;
  always @* begin
    if (cycle < `FREE) assume (fire && take && commit);
    if (cycle == `FOLLOWED - 2) begin
      assert (in_range(slots_0[1]) && in_range(slots_1[1]));
      assert (in_range(slots_2[1]) && in_range(slots_3[1]));
    end
    if (cycle == `FOLLOWED) begin
      assert (\dut.cascade_0.dsp_0.m == product(slots_0[3]));
      assert (\dut.cascade_0.dsp_0.addend
        == sum(slots_0[3], slots_1[3], slots_2[3], slots_3[3], 4'b0000));
    end
    if (cycle == `FOLLOWED + 1) begin
      assert (\dut.cascade_0.dsp_1.m == product(slots_1[4]));
      assert (\dut.cascade_0.dsp_0.p
        == sum(slots_0[4], slots_1[4], slots_2[4], slots_3[4], 4'b0001));
    end
    if (cycle == `FOLLOWED + 2) begin
      assert (\dut.cascade_0.dsp_2.m == product(slots_2[5]));
      assert (\dut.cascade_0.dsp_1.p
        == sum(slots_0[5], slots_1[5], slots_2[5], slots_3[5], 4'b0011));
    end
    if (cycle == `FOLLOWED + 3) begin
      assert (\dut.cascade_0.dsp_3.m == product(slots_3[6]));
      assert (\dut.cascade_0.dsp_2.p
        == sum(slots_0[6], slots_1[6], slots_2[6], slots_3[6], 4'b0111));
    end
    if (cycle == `FOLLOWED + 4) begin
      assert (dot_multiply_0 == sum_multiply_0);
      assert (dot_multiply_1 == sum_multiply_1);
      assert (dot_shift_0 == sum_shift_0);
      assert (dot_shift_1 == sum_shift_1);
    end
  end
endmodule
