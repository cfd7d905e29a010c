package io.samforge.host.board;

/**
 * How a wait ended.
 *
 * @param raised whether the interrupt is up
 * @param cycles accelerator cycles that passed, by the clock of the configuration where the board
 *     does not count them
 */
public record BoardWait(boolean raised, long cycles) {}
