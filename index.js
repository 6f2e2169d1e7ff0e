// n8n finds the node and the credential through the `n8n` section of package.json; this is for `require`.
module.exports = {
	...require('./dist/nodes/JustOneApi/JustOneApi.node.js'),
	credentials: require('./dist/credentials/JustOneApi.credentials.js'),
};
