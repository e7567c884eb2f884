// SPDX-License-Identifier: Apache-2.0

/** The belfry and the name. */
export function Mark() {
  return (
    <span className="mark">
      <svg aria-hidden="true" viewBox="0 0 20 26" width="18" height="23">
        <path d="M10 .5 15 8H5zM5.500 9.500h9V25.500h-9z" fill="currentColor" />
        <path d="M8 13.500a2 2 0 0 1 4 0V18H8zM8.500 20.500h3v5h-3z" className="mark-door" />
      </svg>
      <span className="mark-name">Belfry</span>
    </span>
  );
}
