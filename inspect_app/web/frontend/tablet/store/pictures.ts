import { type Bytes, joined } from "../keys/texts";
import { NotKept } from "../notebook";

/** Nobody can read this file as a picture. */
export class NotAPicture extends Error {}

const SIDES = [1600, 1280, 1024];
const QUALITIES = [0.82, 0.72, 0.6, 0.5];
const LARGEST = 400 * 1024;

function drawn(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new NotKept("broken");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const asJpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

/** The JPEG without what the browser writes beside the picture (a colour profile): the server keeps just these bytes. */
function bare(jpeg: Bytes): Bytes {
  const kept = [jpeg.subarray(0, 2)];
  let at = 2;
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const marker = jpeg[at + 1]!;
    const end = at + 2 + jpeg[at + 2]! * 256 + jpeg[at + 3]!;
    if (marker !== 0xfe && (marker < 0xe1 || marker > 0xef)) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return joined([...kept, jpeg.subarray(at)]);
}

/** The picture as a small JPEG; drawing it anew leaves the place and the camera's marks behind. */
export async function shrink(picture: Blob): Promise<Bytes> {
  const bitmap = await createImageBitmap(picture).catch(() => {
    throw new NotAPicture();
  });
  let smallest: Blob | null = null;
  try {
    for (const side of SIDES) {
      const canvas = drawn(bitmap, side);
      for (const quality of QUALITIES) {
        const made = await asJpeg(canvas, quality);
        if (made && made.size <= LARGEST) return bare(new Uint8Array(await made.arrayBuffer()));
        smallest = made ?? smallest;
      }
    }
  } finally {
    bitmap.close();
  }
  if (!smallest) throw new NotAPicture();
  return bare(new Uint8Array(await smallest.arrayBuffer()));
}
