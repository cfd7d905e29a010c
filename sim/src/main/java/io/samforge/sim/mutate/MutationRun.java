package io.samforge.sim.mutate;

import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import io.samforge.sim.prove.Proof;
import io.samforge.sim.prove.ProofRunner;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelLibrary;
import io.samforge.sim.verilator.Toolchain;
import io.samforge.sim.verilator.VerilatorBuild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Runs the check of a unit on all its mutants. A mutant that the check does not notice is given to
 * the unit's proof, if there is one: what still fulfils the specification is no fault.
 *
 * @param folder where netlists, logs and proofs are kept
 * @param count mutants a unit
 * @param seed of the choice of mutants and of the stimulus
 */
public record MutationRun(Toolchain tools, Path folder, int count, long seed) {

  /**
   * Measures one unit.
   *
   * @param proof the unit's proof, with the macros for the checked unit
   * @throws IllegalStateException when the check refuses the unit without a mutant
   */
  public MutationScore measure(UnitCheck check, Optional<Proof> proof) {
    Path place = folder.resolve(check.module());
    MutantDesign design = MutantDesign.of(check, count, seed, place, tools);
    ModelLibrary library = VerilatorBuild.standard().build(design.source(), BuildOptions.fast());
    if (detects(check, library, 0)) {
      throw new IllegalStateException(check.module() + ": the check refuses the unit itself");
    }
    int detected = 0;
    List<String> survivors = new ArrayList<>();
    List<String> harmless = new ArrayList<>();
    for (Mutant mutant : design.mutants()) {
      if (detects(check, library, mutant.number())) {
        detected++;
      } else if (proof.isPresent() && fulfils(proof.get(), design, mutant, place)) {
        harmless.add(mutant.text());
      } else {
        survivors.add(mutant.text());
      }
    }
    int all = design.mutants().size();
    return new MutationScore(check.module(), all, detected, harmless.size(), survivors, harmless);
  }

  private boolean detects(UnitCheck check, ModelLibrary library, int mutant) {
    try (Simulation simulation = Simulation.open(library)) {
      PortRows stimulus = check.stimulus(simulation, new Random(seed));
      simulation.set(MutantDesign.SELECT, mutant);
      PortRows response = simulation.run(stimulus, simulation.outputs());
      return check.firstWrong(stimulus, response) >= 0;
    }
  }

  private boolean fulfils(Proof proof, MutantDesign design, Mutant mutant, Path place) {
    String text = design.source().sources().get(0).text();
    String input = "input [15:0] " + MutantDesign.SELECT + ";";
    // The port stays in the list but is driven inside, so the harness need not know it.
    String fixed =
        text.replace(input, "")
            .replace(", " + MutantDesign.SELECT + ")", ")")
            .replace(
                "wire [15:0] " + MutantDesign.SELECT + ";",
                "wire [15:0] " + MutantDesign.SELECT + " = " + mutant.number() + ";");
    ProofRunner runner = new ProofRunner(tools, place.resolve("proofs"));
    return runner.complaint(proof, fixed, "mutant-" + mutant.number()).isEmpty();
  }
}
