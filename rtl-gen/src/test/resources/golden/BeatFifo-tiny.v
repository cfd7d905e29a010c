// Part of the accelerator of configuration tiny. Do not edit.

module BeatFifo (
  input  wire          push_valid,
  output wire          push_ready,
  input  wire [2:0]    push_payload,
  output wire          pop_valid,
  input  wire          pop_ready,
  output wire [2:0]    pop_payload,
  output wire [4:0]    count,
  input  wire          clk,
  input  wire          core_reset
);

  wire       [2:0]    words_spinal_port0;
  reg        [3:0]    head;
  reg        [3:0]    tail;
  reg        [4:0]    level;
  wire                _zz_1;
  wire                _zz_2;
  (* ram_style = "distributed" *) reg [2:0] words [0:15];

  assign words_spinal_port0 = words[head];
  always @(posedge clk) begin
    if(_zz_1) begin
      words[tail] <= push_payload;
    end
  end

  assign _zz_1 = (push_valid && push_ready);
  assign _zz_2 = (pop_valid && pop_ready);
  assign push_ready = (! (level == 5'h10));
  assign pop_valid = (! (level == 5'h0));
  assign pop_payload = words_spinal_port0;
  assign count = level;
  always @(posedge clk) begin
    if(core_reset) begin
      head <= 4'b0000;
      tail <= 4'b0000;
      level <= 5'h0;
    end else begin
      if(_zz_1) begin
        tail <= (tail + 4'b0001);
      end
      if(_zz_2) begin
        head <= (head + 4'b0001);
      end
      if((_zz_1 && (! _zz_2))) begin
        level <= (level + 5'h01);
      end else begin
        if((_zz_2 && (! _zz_1))) begin
          level <= (level - 5'h01);
        end
      end
    end
  end


endmodule
