# samforge: 'make' or 'make help' lists the targets.

CONFIG ?= configs/large.json
OUT    ?= build/rtl
PRESET ?= vitB

# Everything a jar is made of. Folders are listed too: removing a file changes its folder's time.
SOURCES := pom.xml $(wildcard .mvn/*) $(wildcard */pom.xml) $(shell find */src/main calib/src/test -print 2>/dev/null)
STAMP   := target/build.stamp
RUN     := bash scripts/run.sh

.DEFAULT_GOAL := help
.PHONY: help setup build demo calib segment sim-full accuracy test rtl bench lint-verilog setup-fpga synth prove mutate release prove-encoder synthetic-sam coverage golden reproducible format clean prove-fp32 eval registers bench-host drift area explore area-fit equal-resources activity

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  CONFIG=$(CONFIG) chooses the accelerator (demo, calib, sim-full, rtl, lint-verilog); OUT=$(OUT) the folder of rtl, or the package of calib;"
	@echo "  IMAGE=FILE the photograph of demo, segment and sim-full; PRESET=$(PRESET) the size of synthetic-sam"
	@echo "  ARGS=--help lists further options of demo, calib, segment, sim-full, accuracy and synthetic-sam"

setup: ## install missing tools, the model and the photographs (nothing to do: silent)
	@bash scripts/setup.sh

build: $(STAMP) ## compile and package all modules (only when a source changed)

$(STAMP): $(SOURCES) | setup
	@echo "building (a minute the first time)"; mvn -q -B -Dstyle.color=never -DskipTests package
	@touch $@

demo: setup build ## quantise layers of the model, run them on the simulated accelerator [CONFIG=] [IMAGE=]
	@$(RUN) eval io.samforge.eval.demo.DemoMain --config "$(CONFIG)" $(if $(IMAGE),--image "$(IMAGE)") $(ARGS)

calib: setup build ## quantise a whole model with photographs into one package [MODEL=DIR] [IMAGES=DIR] [BITS=4] [FAST=1] [CONFIG=] [OUT=]
	@JAVA_OPTS="$${JAVA_OPTS:-$(if $(FAST),-Xmx3g,-Xmx4g) -Xss16m}" $(RUN) calib io.samforge.calib.cli.CalibMain --config "$(CONFIG)" $(if $(MODEL),--model "$(MODEL)") $(if $(IMAGES),--images "$(IMAGES)") \
	  $(if $(BITS),--bits "$(BITS)") $(if $(FAST),--fast) $(if $(filter-out file default,$(origin OUT)),--out "$(OUT)") $(ARGS)

segment: setup build ## find the object at a point or in a box: POINT=x,y [BOX=x0,y0,x1,y1] [IMAGE=] [ON=float|golden|sim] [PACKAGE=]
	@$(RUN) eval io.samforge.eval.segment.SegmentMain $(if $(IMAGE),--image "$(IMAGE)") $(foreach P,$(POINT),--point "$(P)") \
	  $(if $(BOX),--box "$(BOX)") $(if $(ON),--on "$(ON)") $(if $(PACKAGE),--package "$(PACKAGE)") $(ARGS)

sim-full: setup build ## simulate the whole quantised encoder on a photograph, compare every bit; goes on where it stopped [CONFIG=] [PACKAGE=] [IMAGE=]
	@$(RUN) eval io.samforge.eval.full.FullMain --config "$(CONFIG)" $(if $(PACKAGE),--package "$(PACKAGE)") $(if $(IMAGE),--image "$(IMAGE)") $(ARGS)

accuracy: setup build ## compare quantised masks with float masks on held-out photographs [BITS=4,5,6] [IMAGES=DIR] [ARGS=--help]
	@$(RUN) eval io.samforge.eval.accuracy.AccuracyMain $(if $(BITS),--bits "$(BITS)") $(if $(IMAGES),--images "$(IMAGES)") \
	  $(if $(filter-out file default,$(origin CONFIG)),--config "$(CONFIG)") $(ARGS)

test: setup ## run every test of every module
	@bash scripts/test.sh

rtl: build ## write the Verilog of one configuration [CONFIG=] [OUT=]
	@$(RUN) rtl-gen io.samforge.rtl.cli.RtlGenMain --config $(CONFIG) --out $(OUT)

registers: build ## write the register map as Markdown, C header, SystemRDL, IP-XACT and CMSIS-SVD
	@$(RUN) arch io.samforge.arch.tools.WriteRegisters build/registers

bench-host: build ## measure what the host driver costs: per image, through TCP, with transfers overlapped
	@$(RUN) eval io.samforge.eval.bench.HostBenchMain

drift: setup build ## show what the drift watch says of photographs, nights, noise and negatives [PACKAGE=] [COUNT=10]
	@$(RUN) eval io.samforge.eval.bench.DriftMain "$(or $(PACKAGE),build/model.sfp)" "$(or $(COUNT),10)"

bench: setup build ## measure simulation speed and build time
	@$(RUN) eval io.samforge.eval.bench.BenchMain

eval: setup build ## compare the speed of integer engines with their floating-point twin on SAM-B, -L, -H and MobileSAM
	@$(RUN) eval io.samforge.eval.speed.EvalMain $(ARGS)

activity: setup build ## count toggles of real layers on the simulated engines anew, for the energy model; needs the package gtkwave
	@$(RUN) eval io.samforge.eval.energy.ActivityMain $(ARGS)

area: setup build ## count what every module takes of an FPGA; without CONFIG: paper, fp32-paper, large [CONFIG=]
	@$(RUN) eval io.samforge.eval.area.AreaMain $(if $(filter-out file default,$(origin CONFIG)),--config "$(CONFIG)") $(ARGS)

explore: setup build ## rank accelerators that fit a device by speed, area and modelled energy [ARGS="--device kv260 --master URL"; ARGS=--help]
	@$(RUN) explore io.samforge.explore.ExploreMain $(ARGS)

equal-resources: setup build ## search the largest accelerators that fit a ZCU102, count their areas, compare their speeds (an hour)
	@$(RUN) eval io.samforge.eval.explore.EqualMain $(ARGS)

area-fit: setup build ## count anew what estimates of area are fitted to and checked with (half an hour)
	@$(RUN) eval io.samforge.eval.explore.AreaFitMain $(ARGS)

lint-verilog: build ## check the generated Verilog with the linters [CONFIG=]
	@$(RUN) sim io.samforge.sim.cli.LintMain --config $(CONFIG)

setup-fpga: setup ## install the tools that only 'make synth' needs (place and route for ECP5)
	@bash scripts/setup-fpga.sh

synth: setup-fpga build ## synthesise, and where open tools can, place and route: TARGET=ulx3s-85f|icebreaker|zcu102|kv260|u250 [CONFIG=]
	@PATH="$$PATH:$$(bash scripts/setup-fpga.sh --path)" $(RUN) sim io.samforge.sim.cli.SynthMain --target "$(TARGET)" \
	  $(if $(filter-out file default,$(origin CONFIG)),--config "$(CONFIG)") $(ARGS)

prove: setup build ## prove properties of the hardware with Yosys and Z3, and find a seeded bug with each [ARGS="NAME ..."]
	@$(RUN) sim io.samforge.sim.cli.ProveMain $(ARGS)

mutate: setup build ## measure which share of faults put into three units their checks notice
	@$(RUN) sim io.samforge.sim.cli.MutateMain

release: build ## pack the Verilog of one configuration for other flows into build/release [CONFIG=]
	@$(RUN) sim io.samforge.sim.cli.ReleaseMain "$(CONFIG)" build/release

prove-encoder: build ## prove that the threshold encoder is right
	@$(RUN) arch io.samforge.arch.tools.ProveEncoder

prove-fp32: setup build ## prove that the FP32 adder and multiplier are right [PAIRS=100000000 random pairs for each]
	@$(RUN) sim io.samforge.sim.cli.ProveFp32Main $(PAIRS)

synthetic-sam: build ## write ONNX models built like SAM, with random weights [PRESET=]
	@$(RUN) --tests calib io.samforge.calib.synth.SyntheticSamMain --preset "$(PRESET)" --out "build/synthetic/$(PRESET)" $(ARGS)

coverage: setup ## run every test with coverage; prints the totals and the path of the report
	@bash scripts/coverage.sh

golden: ## write the golden Verilog anew; review the result with git diff
	mvn -q -pl rtl-gen -am test -Dtest='*Golden*Test' -Dsurefire.failIfNoSpecifiedTests=false -Dsamforge.updateGolden=true

reproducible: setup ## build twice in two places and compare the jars bit by bit
	@bash scripts/check-reproducible.sh

format: ## format all Java files
	mvn -q -N spotless:apply

clean: ## remove everything that was built (not the downloaded model)
	rm -rf build target */target
