/** Lets Node read the node's own sources, which name each other without an extension. To be imported first. */
import { registerHooks } from 'node:module';

registerHooks({
	resolve(specifier, context, next) {
		const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
		return next(isSource ? `${specifier}.ts` : specifier, context);
	},
});
