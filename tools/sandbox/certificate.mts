import { generateKeyPairSync, sign } from 'node:crypto';

/** A DER element: tag, length, content (ITU-T X.690, 8.1). */
function der(tag: number, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const size = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
/** ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758). */
const ALGORITHM = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'));

/** A self-signed certificate for a server that only tests call, valid from 2020 to 2049 (RFC 5280, 4.1). */
export function selfSigned(): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('localhost')))));
	const validity = sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')));
	const publicKeyInfo = publicKey.export({ format: 'der', type: 'spki' });
	const toBeSigned = sequence(der(0x02, Buffer.from([1])), ALGORITHM, name, validity, name, publicKeyInfo);
	const signature = sign('sha256', toBeSigned, privateKey);
	const certificate = sequence(toBeSigned, ALGORITHM, der(0x03, Buffer.from([0]), signature));
	const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
	return {
		key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
	};
}
