/**
 * A model cut into steps that the host computes and steps that the accelerator computes
 * (architecture, section 13).
 */
package io.samforge.arch.model;
