package io.samforge.eval.accuracy.coco;

import java.util.Map;

/**
 * The scores of the COCO benchmark, 0..1; NaN where no object is to be found.
 *
 * @param ap average precision: mean over IoU .50, .55, .. .95, recalls and categories
 * @param ap50 the same at IoU .50
 * @param ap75 the same at IoU .75
 * @param apSmall of objects up to 32 x 32 pixels
 * @param apMedium of objects from 32 x 32 to 96 x 96 pixels
 * @param apLarge of objects from 96 x 96 pixels
 * @param ar1 average recall with one mask for each picture and category
 * @param ar10 with ten masks
 * @param ar100 with a hundred masks
 * @param arSmall of small objects, a hundred masks
 * @param arMedium of medium objects
 * @param arLarge of large objects
 * @param categories average precision of each category that has objects, by name
 */
public record CocoScores(
    double ap,
    double ap50,
    double ap75,
    double apSmall,
    double apMedium,
    double apLarge,
    double ar1,
    double ar10,
    double ar100,
    double arSmall,
    double arMedium,
    double arLarge,
    Map<String, Double> categories) {}
