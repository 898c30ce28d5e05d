/**
 * The floor: what the same facts cost on this machine at the very least. A bare node:http server, one named prepared statement,
 * JSON; no session, no policy, no journal, no page. `GET /<member id>` answers the first 50 people of that practitioner.
 * Settings: FLOOR_URL (the loader's login), FLOOR_PORT.
 */
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['FLOOR_URL'], max: 10, options: '-c role=cheminer_loader' });

const PEOPLE = `select * from (
	select id, name_to_use as name, name_folded, track, moment, last_met_on, last_channel, next_at, 'lead' as place, null::timestamptz as until
	from accompaniment where lead_id = $1 and ended_on is null
	union all
	select a.id, a.name_to_use, a.name_folded, a.track, a.moment, a.last_met_on, a.last_channel, a.next_at, c.kind, c.until
	from colleague c join accompaniment a on a.id = c.accompaniment_id
	where c.member_id = $1 and (c.until is null or c.until > now()) and a.ended_on is null and a.lead_id is distinct from $1
) people order by name_folded collate "C", id limit 51`;

const server = createServer((request, response) => {
	pool.query({ name: 'people', text: PEOPLE, values: [request.url?.slice(1)] }).then(
		({ rows }) => {
			const body = JSON.stringify({ people: rows.slice(0, 50), more: rows.length > 50 });
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
		},
		() => response.writeHead(500).end()
	);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env['FLOOR_PORT']), '127.0.0.1', () => console.log('Listening'));
process.on('SIGTERM', () => {
	server.close(() => void pool.end());
	server.closeAllConnections();
});
