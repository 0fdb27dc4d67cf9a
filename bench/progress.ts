/** Tells a waiting person what is going on; it never reaches the standard output. */
export type Progress = (line: string) => void;
