package io.samforge.eval.accuracy.coco;

import io.samforge.host.mask.RunLengths;

/**
 * An object that people marked.
 *
 * @param image number of its picture
 * @param category number of its category
 * @param area size in pixels as the annotation says, which decides whether it is small or large
 * @param crowd true for a group of objects marked as one: finding it is neither right nor wrong
 * @param mask its pixels
 */
record CocoObject(long image, long category, double area, boolean crowd, RunLengths mask) {}
