/** The host side of an accelerator: devices, their control, and what a run tells. */
package io.samforge.host;
