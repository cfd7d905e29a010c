// Copies memory: the smallest design with the accelerator's ports. Registers: CONTROL 0x008 (bit 0
// start, bit 1 clear interrupt), STATUS 0x00C (busy, done, error), IRQ_ENABLE 0x010, source
// 0x014, beats 0x018, target 0x01C, CYCLES 0x080, READ_BEATS 0x0A8. BUG selects one planted defect.
module memcopy #(
    parameter BUG = 0,
    parameter B = 64
) (
    input                clk,
    input                reset,
    output               interrupt,
    input                s_axil_awvalid,
    output               s_axil_awready,
    input      [15:0]    s_axil_awaddr,
    input                s_axil_wvalid,
    output               s_axil_wready,
    input      [31:0]    s_axil_wdata,
    input      [3:0]     s_axil_wstrb,
    output               s_axil_bvalid,
    input                s_axil_bready,
    output     [1:0]     s_axil_bresp,
    input                s_axil_arvalid,
    output               s_axil_arready,
    input      [15:0]    s_axil_araddr,
    output reg           s_axil_rvalid,
    input                s_axil_rready,
    output reg [31:0]    s_axil_rdata,
    output     [1:0]     s_axil_rresp,
    output               m_axi_arvalid,
    input                m_axi_arready,
    output     [31:0]    m_axi_araddr,
    output     [7:0]     m_axi_arlen,
    output     [2:0]     m_axi_arsize,
    output     [1:0]     m_axi_arburst,
    input                m_axi_rvalid,
    output               m_axi_rready,
    input      [B-1:0]   m_axi_rdata,
    input      [1:0]     m_axi_rresp,
    input                m_axi_rlast,
    output               m_axi_awvalid,
    input                m_axi_awready,
    output     [31:0]    m_axi_awaddr,
    output     [7:0]     m_axi_awlen,
    output     [2:0]     m_axi_awsize,
    output     [1:0]     m_axi_awburst,
    output               m_axi_wvalid,
    input                m_axi_wready,
    output     [B-1:0]   m_axi_wdata,
    output     [B/8-1:0] m_axi_wstrb,
    output               m_axi_wlast,
    input                m_axi_bvalid,
    output               m_axi_bready,
    input      [1:0]     m_axi_bresp
);
  localparam BYTES = B / 8;
  localparam [2:0] SIZE = $clog2(BYTES);
  localparam [31:0] LONGEST = BUG == 4 ? 40 : 16;

  // Registers.
  reg irqEnable, busy, done, error, bvalid;
  reg [31:0] source, beats, target, cycles, readBeats;
  wire write = s_axil_awvalid && s_axil_wvalid && !bvalid && BUG != 15;
  wire start = write && s_axil_awaddr == 16'h008 && s_axil_wdata[0];
  assign s_axil_awready = write;
  assign s_axil_wready = write;
  assign s_axil_bvalid = bvalid || (BUG == 13 && cycles == 32'd9);
  assign s_axil_bresp = BUG == 16 ? 2'd2 : 2'd0;
  assign s_axil_arready = !s_axil_rvalid;
  assign s_axil_rresp = 2'd0;
  assign interrupt = irqEnable && (done || error);

  // A burst ends at its last beat, at the longest length, or before a 4 KiB boundary.
  function [31:0] burst(input [31:0] address, input [31:0] left);
    reg [31:0] room;
    begin
      room = (32'd4096 - (address & 32'd4095)) >> SIZE;
      burst = left < LONGEST ? left : LONGEST;
      if (burst > room && BUG != 3) burst = room;
    end
  endfunction

  // Read side: a burst is asked for when the queue has room for all of it.
  reg [31:0] readAddress, readLeft;
  reg [7:0] room;
  wire [31:0] readBurst = burst(readAddress, readLeft);
  reg arvalid;
  reg [31:0] araddr;
  reg [7:0] arlen;
  wire ask = busy && !arvalid && readLeft != 0 && readBurst <= {24'd0, room};
  assign m_axi_arvalid = arvalid && !(BUG == 1 && cycles[1:0] == 2'd3);
  assign m_axi_araddr = BUG == 2 && cycles[0] ? araddr ^ BYTES : araddr;
  assign m_axi_arlen = arlen;
  assign m_axi_arsize = BUG == 11 ? 3'd0 : SIZE;
  assign m_axi_arburst = BUG == 12 ? 2'd0 : 2'd1;
  assign m_axi_rready = 1'b1;

  // Queue.
  reg [B-1:0] queue[0:63];
  reg [5:0] head, tail;
  reg [6:0] held;
  wire push = m_axi_rvalid && m_axi_rready;
  wire pop = m_axi_wvalid && m_axi_wready;

  // Write side: a burst starts when its data is in the queue.
  reg [31:0] writeAddress, writeLeft, openBursts;
  wire [31:0] writeBurst = burst(writeAddress, writeLeft);
  reg awvalid;
  reg [7:0] awlen, dataLeft;
  reg [31:0] awaddr;
  wire launch = busy && !awvalid && dataLeft == 0 && writeLeft != 0 && writeBurst <= {25'd0, held};
  assign m_axi_awvalid = (awvalid && !(BUG == 9 && cycles[0])) || (BUG == 14 && reset);
  assign m_axi_awaddr = awaddr;
  assign m_axi_awlen = awlen;
  assign m_axi_awsize = SIZE;
  assign m_axi_awburst = 2'd1;
  assign m_axi_wvalid = dataLeft != 0;
  assign m_axi_wdata = BUG == 10 ? queue[head] + cycles : queue[head];
  assign m_axi_wstrb = BUG == 7 && dataLeft == 2 ? {{BYTES - 1{1'b1}}, 1'b0} : {BYTES{1'b1}};
  assign m_axi_wlast = BUG == 5 ? dataLeft == 2 : BUG == 6 ? 1'b0 : dataLeft == 1;
  assign m_axi_bready = BUG != 8;

  always @(posedge clk) begin
    if (busy) cycles <= cycles + 32'd1;
    if (bvalid && s_axil_bready) bvalid <= 1'b0;
    if (write) begin
      bvalid <= 1'b1;
      case (s_axil_awaddr)
        16'h008: if (s_axil_wdata[1]) begin
          done <= 1'b0;
          error <= 1'b0;
        end
        16'h010: irqEnable <= s_axil_wdata[0];
        16'h014: source <= s_axil_wdata;
        16'h018: beats <= s_axil_wdata;
        16'h01C: target <= s_axil_wdata;
        default: ;
      endcase
    end
    if (s_axil_rvalid && s_axil_rready) s_axil_rvalid <= 1'b0;
    if (s_axil_arvalid && s_axil_arready) begin
      s_axil_rvalid <= 1'b1;
      case (s_axil_araddr)
        16'h00C: s_axil_rdata <= {29'd0, error, done, busy};
        16'h010: s_axil_rdata <= {31'd0, irqEnable};
        16'h014: s_axil_rdata <= source;
        16'h018: s_axil_rdata <= beats;
        16'h01C: s_axil_rdata <= target;
        16'h080: s_axil_rdata <= cycles;
        16'h0A8: s_axil_rdata <= readBeats;
        default: s_axil_rdata <= 32'd0;
      endcase
    end
    if (start) begin
      busy <= 1'b1;
      done <= 1'b0;
      error <= 1'b0;
      cycles <= 32'd0;
      readAddress <= source;
      readLeft <= beats;
      writeAddress <= target;
      writeLeft <= beats;
      openBursts <= 32'd0;
    end

    if (ask) begin
      arvalid <= 1'b1;
      araddr <= readAddress;
      arlen <= readBurst[7:0] - 8'd1;
      readAddress <= readAddress + (readBurst << SIZE);
      readLeft <= readLeft - readBurst;
    end
    if (m_axi_arvalid && m_axi_arready) arvalid <= 1'b0;
    room <= room - (ask ? readBurst[7:0] : 8'd0) + (pop ? 8'd1 : 8'd0);

    if (push) begin
      queue[tail] <= m_axi_rdata;
      tail <= tail + 6'd1;
      readBeats <= readBeats + 32'd1;
      if (m_axi_rresp != 2'd0) error <= 1'b1;
    end
    held <= held + (push ? 7'd1 : 7'd0) - (pop ? 7'd1 : 7'd0);

    if (launch) begin
      awvalid <= 1'b1;
      awaddr <= writeAddress;
      awlen <= writeBurst[7:0] - 8'd1;
      dataLeft <= writeBurst[7:0];
      writeAddress <= writeAddress + (writeBurst << SIZE);
      writeLeft <= writeLeft - writeBurst;
    end
    if (m_axi_awvalid && m_axi_awready) awvalid <= 1'b0;
    if (pop) begin
      head <= head + 6'd1;
      dataLeft <= dataLeft - 8'd1;
    end
    if (busy)
      openBursts <= openBursts + (launch ? 32'd1 : 32'd0)
          - (m_axi_bvalid && m_axi_bready ? 32'd1 : 32'd0);
    if (m_axi_bvalid && m_axi_bready) begin
      if (m_axi_bresp != 2'd0) error <= 1'b1;
      if (openBursts == 32'd1 && writeLeft == 0) begin
        busy <= 1'b0;
        done <= 1'b1;
      end
    end

    if (reset) begin
      {irqEnable, busy, done, error, bvalid, s_axil_rvalid, arvalid, awvalid} <= 8'd0;
      {source, beats, target, cycles, readBeats} <= 160'd0;
      {readLeft, writeLeft, openBursts} <= 96'd0;
      {head, tail, held} <= 19'd0;
      dataLeft <= 8'd0;
      room <= 8'd64;
    end
  end
endmodule
