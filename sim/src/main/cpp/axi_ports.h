// The AXI4 master ports of the accelerator, found by name.
#ifndef SAMFORGE_AXI_PORTS_H
#define SAMFORGE_AXI_PORTS_H

#include <stdexcept>
#include <string>

#include "model.h"

namespace samforge {

// Throws when the top lacks the port, or has it with another width (0 = any).
inline Port* requirePort(Model& model, const std::string& name, uint32_t width) {
  Port* port = model.find(name);
  if (!port) throw std::runtime_error("the top module has no port " + name);
  if (width != 0 && port->width != width) {
    throw std::runtime_error("port " + name + " has " + std::to_string(port->width) +
                             " bits, " + std::to_string(width) + " are needed");
  }
  return port;
}

inline bool high(const Port* port) { return *port->data != 0; }
inline void drive(Port* port, bool value) { *port->data = value; }

// AR or AW.
struct AddressPorts {
  AddressPorts(Model& model, const std::string& prefix)
      : valid(requirePort(model, prefix + "valid", 1)),
        ready(requirePort(model, prefix + "ready", 1)),
        addr(requirePort(model, prefix + "addr", 32)),
        len(requirePort(model, prefix + "len", 8)),
        size(requirePort(model, prefix + "size", 3)),
        burst(requirePort(model, prefix + "burst", 2)) {}

  bool fires() const { return high(valid) && high(ready); }

  Port *valid, *ready, *addr, *len, *size, *burst;
};

struct AxiPorts {
  explicit AxiPorts(Model& model)
      : ar(model, "m_axi_ar"),
        aw(model, "m_axi_aw"),
        rdata(requirePort(model, "m_axi_rdata", 0)),
        beatBytes(rdata->width / 8),
        rvalid(requirePort(model, "m_axi_rvalid", 1)),
        rready(requirePort(model, "m_axi_rready", 1)),
        rresp(requirePort(model, "m_axi_rresp", 2)),
        rlast(requirePort(model, "m_axi_rlast", 1)),
        wvalid(requirePort(model, "m_axi_wvalid", 1)),
        wready(requirePort(model, "m_axi_wready", 1)),
        wdata(requirePort(model, "m_axi_wdata", rdata->width)),
        wstrb(requirePort(model, "m_axi_wstrb", beatBytes)),
        wlast(requirePort(model, "m_axi_wlast", 1)),
        bvalid(requirePort(model, "m_axi_bvalid", 1)),
        bready(requirePort(model, "m_axi_bready", 1)),
        bresp(requirePort(model, "m_axi_bresp", 2)) {}

  AddressPorts ar, aw;
  Port* rdata;
  uint32_t beatBytes;
  Port *rvalid, *rready, *rresp, *rlast;
  Port *wvalid, *wready, *wdata, *wstrb, *wlast;
  Port *bvalid, *bready, *bresp;
};

}  // namespace samforge

#endif
