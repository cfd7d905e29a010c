/** How many cycles engines take for whole networks, and what every cycle is spent on. */
package io.samforge.eval.speed;
