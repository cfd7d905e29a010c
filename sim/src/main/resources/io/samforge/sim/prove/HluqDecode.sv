// The decode unit equals its specification (docs/architecture.md, section 3) for every code and
// every number of log codes from 1 to 2^(BITS-1).
module harness (input [`BITS-1:0] code, input [`BITS-1:0] n);
  wire [`SHIFT_BITS-1:0] shift;
  wire enable;
  wire [`BITS-1:0] upsilon;
  HluqDecodeUnit dut (.code(code), .n_log(n), .shift(shift), .enable(enable), .upsilon(upsilon));

  wire [8:0] k = code;
  wire [8:0] kept = n < `LIMIT ? n : `LIMIT;
  wire [8:0] drop = n - kept;
  wire [15:0] one = 1;
  wire [15:0] lambda = k <= drop ? 0 : k <= n ? one << (k - 1 - drop) : one << (kept - 1);

  always @* begin
    if (n >= 1 && n <= 1 << (`BITS - 1)) begin
      assert ((enable ? one << shift : 0) == lambda);
      assert (upsilon == (k > n ? k - n : 0));
    end
  end
endmodule
