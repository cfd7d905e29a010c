"""Makes the files of this folder: a random scene and what pycocotools says about it.

    python3 -m venv venv && venv/bin/pip install pycocotools==2.0.11 numpy==2.4.6
    venv/bin/python fixture.py

The tests read the files only; Python is not needed to run them.
"""
import io, json, contextlib
import numpy as np
from pycocotools import mask as rle
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

random = np.random.default_rng(20250)
images, annotations, found = [], [], []


def text(m):
    return {"size": [int(s) for s in m["size"]], "counts": m["counts"].decode()}


def blob(cx, cy, radius, corners):
    angle = np.sort(random.uniform(0, 2 * np.pi, corners))
    r = radius * random.uniform(0.6, 1.3, corners)
    xy = np.stack([cx + r * np.cos(angle), cy + r * np.sin(angle)], 1)
    return [round(float(v), 2) for v in xy.reshape(-1)]


def shaken(polygon, by):
    return [round(float(v + random.normal(0, by)), 2) for v in polygon]


def add(image, category, score, mask):
    found.append({"image_id": image, "category_id": category, "score": round(float(score), 2),
                  "segmentation": text(mask)})


for i in range(9):
    # Numbers out of order: the benchmark sorts them.
    image, w, h = 100 - 7 * i, int(random.integers(150, 260)), int(random.integers(120, 220))
    images.append({"id": image, "file_name": f"{image}.jpg", "width": w, "height": h})
    for _ in range(int(random.integers(0, 7))):
        category = int(random.choice([2, 5, 9]))
        radius = float(random.choice([7, 14, 30, 70]))
        polygons = [blob(random.uniform(-5, w + 5), random.uniform(-5, h + 5), radius, int(random.integers(3, 12)))
                    for _ in range(int(random.integers(1, 3)))]
        mask = rle.merge(rle.frPyObjects(polygons, h, w))
        crowd = int(random.random() < 0.2)
        segmentation = polygons
        if crowd:
            bits = rle.decode(mask).T.reshape(-1)
            edges = np.flatnonzero(np.diff(np.concatenate([[0], bits]).astype(int)))
            segmentation = {"size": [h, w],
                            "counts": [int(c) for c in np.diff(np.concatenate([[0], edges, [w * h]]))]}
            if random.random() < 0.5:
                segmentation = text(mask)
        annotations.append({"id": len(annotations) + 1, "image_id": image, "category_id": category,
                            "iscrowd": crowd, "area": round(float(rle.area(mask)) * random.uniform(0.95, 1.05), 1),
                            "bbox": [float(v) for v in rle.toBbox(mask)], "segmentation": segmentation})
        for _ in range(int(random.integers(0, 4))):
            other = category if random.random() < 0.9 else 5
            moved = [shaken(p, radius * random.uniform(0, 0.25)) for p in polygons]
            add(image, other, random.uniform(0, 1), rle.merge(rle.frPyObjects(moved, h, w)))
    for _ in range(int(random.integers(0, 3))):
        add(image, int(random.choice([2, 5, 9])), random.uniform(0, 1),
            rle.frPyObjects([blob(w / 2, h / 2, 25, 6)], h, w)[0])
# More masks than count for one picture, many of equal scores.
image = images[2]
for k in range(108):
    box = [[float(k % 12) * 9, float(k // 12) * 9, 8.0, 8.0]]
    add(image["id"], 2, 0.3 + (k % 5) / 10, rle.frPyObjects(np.array(box), image["height"], image["width"])[0])

truth = {"images": images, "annotations": annotations,
         "categories": [{"id": 9, "name": "nine"}, {"id": 2, "name": "two"}, {"id": 5, "name": "five"},
                        {"id": 11, "name": "never seen"}]}
with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO()
    coco.dataset = json.loads(json.dumps(truth))
    coco.createIndex()
    evaluation = COCOeval(coco, coco.loadRes(json.loads(json.dumps(found))), "segm")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
precision = evaluation.eval["precision"][:, :, :, 0, 2]
categories = {}
for k, c in enumerate(evaluation.params.catIds):
    p = precision[:, :, k]
    if (p > -1).any():
        categories[coco.cats[c]["name"]] = float(p[p > -1].mean())


def counts(annotation):
    found = coco.annToRLE(annotation)["counts"]
    return found if isinstance(found, str) else found.decode()


expected = {"stats": [float(s) for s in evaluation.stats], "categories": categories,
            "masks": [counts(a) for a in coco.dataset["annotations"]]}
polygons = []
for _ in range(60):
    w, h = int(random.integers(1, 40)), int(random.integers(1, 40))
    polygon = [round(float(v), 1) for v in random.uniform(-8, 48, 2 * int(random.integers(3, 9)))]
    if random.random() < 0.3:
        polygon = [float(round(v)) for v in polygon]
    polygons.append({"width": w, "height": h, "polygon": polygon,
                     "counts": rle.frPyObjects([polygon], h, w)[0]["counts"].decode()})
for name, content in (("annotations", truth), ("masks", found), ("expected", expected), ("polygons", polygons)):
    with open(name + ".json", "w") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")
