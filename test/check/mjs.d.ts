declare module '*/house-habits.mjs' {
  export function brokenHabits(root: string): string[];
}
declare module '*/dependency-picture.mjs' {
  export interface Arrow {
    readonly from: string;
    readonly to: string;
  }
  export function drawDependencies(rooms: readonly { name: string; path: string }[], arrows: readonly Arrow[]): string;
}
