import { el } from "../door/element";
import type { Strokes } from "../protocol";

// The box is as wide as a thousand and as high as four hundred, on every screen and on the paper.
const [WIDTH, HEIGHT] = [1000, 400];
const NEAR = 3;
const [MOST_STROKES, MOST_POINTS] = [300, 1500];
type Point = [number, number];

/** Where somebody signs with a finger, a stylus or the mouse; what was drawn stays when the tablet is turned. */
export class Pad {
  readonly place = el("canvas", { class: "closing-pad", role: "img" });
  strokes: Strokes = [];
  private drawing: number | null = null;
  private readonly seen: ResizeObserver;

  constructor(
    label: string,
    private readonly changed: () => void,
  ) {
    this.place.setAttribute("aria-label", label);
    this.place.addEventListener("pointerdown", (event) => this.begin(event));
    this.place.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"] as const) this.place.addEventListener(end, (event) => this.end(event));
    this.seen = new ResizeObserver(() => this.draw());
    this.seen.observe(this.place);
  }

  get isEmpty(): boolean {
    return this.strokes.length === 0;
  }

  show(strokes: Strokes): void {
    this.strokes = strokes;
    this.draw();
  }

  close(): void {
    this.seen.disconnect();
  }

  private begin(event: PointerEvent): void {
    if (this.drawing !== null || this.strokes.length >= MOST_STROKES || event.button > 0) return;
    event.preventDefault();
    this.drawing = event.pointerId;
    try {
      this.place.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is gone already leaves a dot.
    }
    this.strokes = [...this.strokes, [this.pointOf(event)]];
    this.draw();
    this.changed();
  }

  private move(event: PointerEvent): void {
    if (event.pointerId !== this.drawing) return;
    const line = this.strokes.at(-1)!;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) {
      const [x, y] = this.pointOf(each);
      const [lastX, lastY] = line.at(-1)!;
      if (line.length < MOST_POINTS && Math.hypot(x - lastX, y - lastY) >= NEAR) line.push([x, y]);
    }
    this.draw();
  }

  private end(event: PointerEvent): void {
    if (event.pointerId === this.drawing) this.drawing = null;
  }

  private pointOf(event: PointerEvent): Point {
    const { left, top, width } = this.place.getBoundingClientRect();
    const within = (value: number, most: number): number => Math.round(Math.min(Math.max(value, 0), most));
    const scale = WIDTH / (width || 1);
    return [within((event.clientX - left) * scale, WIDTH), within((event.clientY - top) * scale, HEIGHT)];
  }

  private draw(): void {
    const { width } = this.place.getBoundingClientRect();
    const scale = ((width || 1) * window.devicePixelRatio) / WIDTH;
    this.place.width = Math.round(WIDTH * scale);
    this.place.height = Math.round(HEIGHT * scale);
    const pen = this.place.getContext("2d");
    if (!pen) return;
    pen.scale(scale, scale);
    // Ink on paper in every theme: so it is printed.
    pen.strokeStyle = "#10161c";
    pen.lineWidth = 9;
    pen.lineCap = pen.lineJoin = "round";
    for (const line of this.strokes) {
      pen.beginPath();
      pen.moveTo(...line[0]!);
      for (const [x, y] of line.length > 1 ? line.slice(1) : [[line[0]![0] + 1, line[0]![1]] as Point]) pen.lineTo(x, y);
      pen.stroke();
    }
  }
}
