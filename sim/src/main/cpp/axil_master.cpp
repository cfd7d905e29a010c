#include "axil_master.h"

#include "violation.h"

namespace samforge {

AxilMaster::AxilMaster(Model& model)
    : awvalid(requirePort(model, "s_axil_awvalid", 1)),
      awready(requirePort(model, "s_axil_awready", 1)),
      awaddr(requirePort(model, "s_axil_awaddr", 16)),
      wvalid(requirePort(model, "s_axil_wvalid", 1)),
      wready(requirePort(model, "s_axil_wready", 1)),
      wdata(requirePort(model, "s_axil_wdata", 32)),
      wstrb(requirePort(model, "s_axil_wstrb", 4)),
      bvalid(requirePort(model, "s_axil_bvalid", 1)),
      bready(requirePort(model, "s_axil_bready", 1)),
      bresp(requirePort(model, "s_axil_bresp", 2)),
      arvalid(requirePort(model, "s_axil_arvalid", 1)),
      arready(requirePort(model, "s_axil_arready", 1)),
      araddr(requirePort(model, "s_axil_araddr", 16)),
      rvalid(requirePort(model, "s_axil_rvalid", 1)),
      rready(requirePort(model, "s_axil_rready", 1)),
      rdata(requirePort(model, "s_axil_rdata", 32)),
      rresp(requirePort(model, "s_axil_rresp", 2)) {
  reset();
}

void AxilMaster::reset() {
  state = IDLE;
  addressPending = dataPending = drivenIdle = false;
  drive();
}

void AxilMaster::startWrite(uint32_t target, uint32_t value) {
  state = WRITING;
  address = target;
  writeValue = value;
  addressPending = dataPending = true;
}

void AxilMaster::startRead(uint32_t target) {
  state = READING;
  address = target;
  addressPending = true;
}

void AxilMaster::drive() {
  if (state == IDLE && drivenIdle) return;
  drivenIdle = state == IDLE;
  samforge::drive(awvalid, state == WRITING && addressPending);
  samforge::drive(wvalid, state == WRITING && dataPending);
  samforge::drive(bready, state == WRITING);
  samforge::drive(arvalid, state == READING && addressPending);
  samforge::drive(rready, state == READING);
  awaddr->set(address);
  araddr->set(address);
  wdata->set(writeValue);
  wstrb->set(0xf);
}

void AxilMaster::accept(uint64_t cycle) {
  acceptWrite(cycle);
  acceptRead(cycle);
}

void AxilMaster::acceptWrite(uint64_t cycle) {
  if (high(bvalid)) {
    if (state != WRITING || addressPending || dataPending) {
      throw Violation(cycle, "AXI4-Lite B", "bvalid without a write");
    }
    state = IDLE;
    requireOkay(bresp);
  }
  if (high(awvalid) && high(awready)) addressPending = false;
  if (high(wvalid) && high(wready)) dataPending = false;
}

void AxilMaster::acceptRead(uint64_t cycle) {
  if (high(rvalid)) {
    if (state != READING || addressPending) {
      throw Violation(cycle, "AXI4-Lite R", "rvalid without a read");
    }
    state = IDLE;
    readValue = uint32_t(rdata->get());
    requireOkay(rresp);
  }
  if (high(arvalid) && high(arready)) addressPending = false;
}

void AxilMaster::requireOkay(const Port* response) const {
  if (response->get() != 0) {
    throw std::runtime_error("register " + std::to_string(address) + ": error response " +
                             std::to_string(response->get()));
  }
}

}  // namespace samforge
