/** What Beckon is, to be looked at: a voice, the wearable that knows it, a key. */
export function Hero() {
  return (
    <svg className="hero" viewBox="0 0 480 120" aria-hidden="true">
      <g className="hero-voice">
        {[14, 34, 62, 86, 58, 74, 40, 22, 10].map((height, i) => (
          <rect key={height} x={8 + i * 13} y={60 - height / 2} width={7} height={height} rx={3.5} />
        ))}
      </g>
      <path className="hero-way" d="M142 60h44m-9-8 9 8-9 8" />
      <g className="hero-board">
        <circle cx="240" cy="60" r="42" />
        <circle cx="240" cy="60" r="27" />
        <circle cx="240" cy="60" r="12" className="hero-point" />
      </g>
      <path className="hero-way" d="M296 60h44m-9-8 9 8-9 8" />
      <g className="hero-key">
        <rect x="362" y="18" width="88" height="84" rx="16" />
        <rect x="370" y="22" width="72" height="66" rx="12" className="hero-cap" />
        <path d="M406 40v30m-12-11 12 12 12-12" />
      </g>
    </svg>
  );
}
