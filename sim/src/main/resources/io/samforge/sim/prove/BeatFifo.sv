// A queue of four words returns an arbitrary word in its turn and unchanged, is never fuller than
// full nor emptier than empty, whatever both sides do.
module harness (input clk, push_valid, pop_ready, watch, input [3:0] push_payload);
  reg reset = 1;
  always @(posedge clk) reset <= 0;
  wire push_ready, pop_valid;
  wire [3:0] pop_payload;
  wire [2:0] count;
  BeatFifo dut (
    .clk(clk), .reset(reset), .push_valid(push_valid), .push_ready(push_ready),
    .push_payload(push_payload), .pop_valid(pop_valid), .pop_ready(pop_ready),
    .pop_payload(pop_payload), .count(count)
  );
  wire pushed = push_valid && push_ready;
  wire popped = pop_valid && pop_ready;

  reg following;
  reg [2:0] ahead;
  reg [3:0] word;
  always @(posedge clk) begin
    if (reset) following <= 0;
    else if (!following) begin
      if (pushed && watch) begin
        following <= 1;
        word <= push_payload;
        ahead <= count - popped;
      end
    end else if (popped) begin
      following <= ahead != 0;
      ahead <= ahead - 1;
    end
  end

  (* hierconn *) wire [1:0] \dut.head ;
  (* hierconn *) wire [1:0] \dut.tail ;
  (* hierconn *) wire [3:0] \dut.words[0] ;
  (* hierconn *) wire [3:0] \dut.words[1] ;
  (* hierconn *) wire [3:0] \dut.words[2] ;
  (* hierconn *) wire [3:0] \dut.words[3] ;
  wire [1:0] place = \dut.head + ahead[1:0];
  wire [3:0] stored = place == 0 ? \dut.words[0] : place == 1 ? \dut.words[1] :
                      place == 2 ? \dut.words[2] : \dut.words[3] ;
  always @* begin
    if (!reset) begin
      assert (count <= 4);
      assert (push_ready == (count != 4));
      assert (pop_valid == (count != 0));
      assert (\dut.tail == \dut.head + count[1:0]);
      if (following) begin
        assert (ahead < count);
        assert (stored == word);
        if (ahead == 0) assert (pop_valid && pop_payload == word);
      end
    end
  end
endmodule
