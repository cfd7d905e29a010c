// Part of the accelerator of configuration tiny. Do not edit.

module ReadArbiter (
  input  wire          request_valid_0,
  input  wire          request_valid_1,
  input  wire          request_valid_2,
  output wire          request_taken_0,
  output wire          request_taken_1,
  output wire          request_taken_2,
  input  wire [31:0]   request_address_0,
  input  wire [31:0]   request_address_1,
  input  wire [31:0]   request_address_2,
  input  wire [5:0]    request_beats_0,
  input  wire [5:0]    request_beats_1,
  input  wire [5:0]    request_beats_2,
  input  wire          request_last_0,
  input  wire          request_last_1,
  input  wire          request_last_2,
  output wire          arrived_0,
  output wire          arrived_1,
  output wire          arrived_2,
  output wire          arrived_last,
  output wire          arvalid,
  input  wire          arready,
  output wire [31:0]   araddr,
  output wire [7:0]    arlen,
  input  wire          rvalid,
  input  wire          rlast,
  input  wire          clk,
  input  wire          core_reset
);

  wire       [2:0]    owners_push_payload;
  wire                owners_pop_ready;
  wire                owners_push_ready;
  wire                owners_pop_valid;
  wire       [2:0]    owners_pop_payload;
  wire       [4:0]    owners_count;
  wire       [5:0]    _zz_length;
  reg                 requested;
  reg        [31:0]   address;
  reg        [7:0]    length;
  reg                 weight_was_last;
  wire                _zz_request_taken_0;
  wire                _zz_request_taken_1;
  wire                _zz_request_taken_0_1;
  wire                _zz_request_taken_1_1;
  wire                _zz_request_taken_2;
  wire                _zz_push_valid;
  wire                unused_owners_valid;
  wire       [4:0]    unused_owners_count;

  assign _zz_length = ((_zz_request_taken_2 ? request_beats_2 : (_zz_request_taken_1_1 ? request_beats_1 : request_beats_0)) - 6'h01);
  BeatFifo owners (
    .push_valid   (_zz_push_valid          ), //i
    .push_ready   (owners_push_ready       ), //o
    .push_payload (owners_push_payload[2:0]), //i
    .pop_valid    (owners_pop_valid        ), //o
    .pop_ready    (owners_pop_ready        ), //i
    .pop_payload  (owners_pop_payload[2:0] ), //o
    .count        (owners_count[4:0]       ), //o
    .clk          (clk                     ), //i
    .core_reset   (core_reset              )  //i
  );
  assign _zz_request_taken_0 = (((! requested) || arready) && owners_push_ready);
  assign _zz_request_taken_1 = (request_valid_2 && (weight_was_last || (! request_valid_1)));
  assign _zz_request_taken_0_1 = (_zz_request_taken_0 && request_valid_0);
  assign _zz_request_taken_1_1 = (((_zz_request_taken_0 && (! request_valid_0)) && request_valid_1) && (! _zz_request_taken_1));
  assign _zz_request_taken_2 = ((_zz_request_taken_0 && (! request_valid_0)) && _zz_request_taken_1);
  assign _zz_push_valid = ((_zz_request_taken_0_1 || _zz_request_taken_1_1) || _zz_request_taken_2);
  assign request_taken_0 = _zz_request_taken_0_1;
  assign request_taken_1 = _zz_request_taken_1_1;
  assign request_taken_2 = _zz_request_taken_2;
  assign owners_push_payload = {(_zz_request_taken_2 ? request_last_2 : (_zz_request_taken_1_1 ? request_last_1 : request_last_0)),{_zz_request_taken_2,_zz_request_taken_1_1}};
  assign arvalid = requested;
  assign araddr = address;
  assign arlen = length;
  assign arrived_0 = (rvalid && (owners_pop_payload[1 : 0] == 2'b00));
  assign arrived_1 = (rvalid && (owners_pop_payload[1 : 0] == 2'b01));
  assign arrived_2 = (rvalid && (owners_pop_payload[1 : 0] == 2'b10));
  assign arrived_last = (rlast && owners_pop_payload[2]);
  assign owners_pop_ready = (rvalid && rlast);
  assign unused_owners_valid = owners_pop_valid;
  assign unused_owners_count = owners_count;
  always @(posedge clk) begin
    if(core_reset) begin
      requested <= 1'b0;
      address <= 32'h0;
      length <= 8'h0;
      weight_was_last <= 1'b0;
    end else begin
      if((requested && arready)) begin
        requested <= 1'b0;
      end
      if(_zz_push_valid) begin
        requested <= 1'b1;
        address <= (_zz_request_taken_2 ? request_address_2 : (_zz_request_taken_1_1 ? request_address_1 : request_address_0));
        length <= {2'd0, _zz_length};
      end
      if(_zz_request_taken_1_1) begin
        weight_was_last <= 1'b1;
      end else begin
        if(_zz_push_valid) begin
          weight_was_last <= 1'b0;
        end
      end
    end
  end


endmodule
