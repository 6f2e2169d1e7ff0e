const { dest, src } = require('gulp');

/** Copies what the TypeScript compiler does not: icons, the codex file and the output schemas. */
function build() {
	return src('nodes/**/*.{svg,json}', { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.build = build;
