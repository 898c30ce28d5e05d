/** Voices made here, for tests: no sample of somebody stands in the project. */

/** So many seconds of silence, as a WAV of eight thousand samples a second. */
export function silence(seconds: number): Buffer {
	const body = Buffer.alloc(8000 * seconds, 128);
	const head = Buffer.alloc(44);
	head.write('RIFF', 0);
	head.writeUInt32LE(36 + body.length, 4);
	head.write('WAVEfmt ', 8);
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(8000, 24);
	head.writeUInt32LE(8000, 28);
	head.writeUInt16LE(1, 32);
	head.writeUInt16LE(8, 34);
	head.write('data', 36);
	head.writeUInt32LE(body.length, 40);
	return Buffer.concat([head, body]);
}

const element = (id: number[], body: Buffer) => Buffer.concat([Buffer.from(id), Buffer.from([0x80 | body.length]), body]);
const number = (value: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};

/** A WebM as a browser writes it that records and does not come back to its head: no length, one cluster each second, no end of its segment. */
export function recorded(seconds: number): Buffer {
	const head = element(
		[0x1a, 0x45, 0xdf, 0xa3],
		Buffer.concat([
			element([0x42, 0x86], Buffer.from([1])),
			element([0x42, 0xf7], Buffer.from([1])),
			element([0x42, 0xf2], Buffer.from([4])),
			element([0x42, 0xf3], Buffer.from([8])),
			element([0x42, 0x82], Buffer.from('webm')),
			element([0x42, 0x87], Buffer.from([4])),
			element([0x42, 0x85], Buffer.from([2]))
		])
	);
	const unknown = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
	const info = element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40])));
	const track = element(
		[0x16, 0x54, 0xae, 0x6b],
		element(
			[0xae],
			Buffer.concat([
				element([0xd7], Buffer.from([1])),
				element([0x73, 0xc5], Buffer.from([1])),
				element([0x83], Buffer.from([2])),
				element([0x86], Buffer.from('A_OPUS'))
			])
		)
	);
	const clusters = Array.from({ length: seconds }, (_, second) =>
		Buffer.concat([
			Buffer.from([0x1f, 0x43, 0xb6, 0x75]),
			unknown,
			element([0xe7], number(second * 1000)),
			element([0xa3], Buffer.from([0x81, 0, 0, 0x80, 0xf8, 0xff, 0xfe]))
		])
	);
	return Buffer.concat([head, Buffer.from([0x18, 0x53, 0x80, 0x67]), unknown, info, track, ...clusters]);
}
