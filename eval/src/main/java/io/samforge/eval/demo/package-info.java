/** The demo: layers of a real model on the simulated accelerator, compared bit by bit. */
package io.samforge.eval.demo;
