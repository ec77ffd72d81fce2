import { createServer } from 'node:http';
import { Pool } from 'pg';

/**
 * The least that lists requests: node:http and a prepared statement, as the administrator, so without row-level
 * security; no sign-in, no contract, no log. The query is the one of the real list, word for word in its columns.
 */
const { databaseUrl, pool } = JSON.parse(process.argv[2] ?? '') as { databaseUrl: string; pool: number };
const connections = new Pool({ connectionString: databaseUrl, max: pool });

const LIST = `
  SELECT r.id, r.version, r.case_number AS "caseNumber", r.family_id AS "familyId", r.authority_id AS "authorityId",
    r.stage, r.reply_waiting_since AS "replyWaitingSince", r.submitted_at AS "submittedAt", r.created_at AS "createdAt",
    r.next_due_on::text AS "nextDueOn", r.clocks, r.next_due_at IS NOT NULL AS armed,
    r.passed_clocks > 0 OR coalesce(r.next_due_at <= now(), false) AS overdue
  FROM requests r WHERE r.branch_id = $1 ORDER BY r.created_at DESC, r.id DESC LIMIT $2`;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://limit');
  connections
    .query({
      name: 'list',
      text: LIST,
      values: [url.searchParams.get('branch'), Number(url.searchParams.get('limit')) + 1],
    })
    .then(({ rows }) => {
      const more = rows.length > 50;
      const body = JSON.stringify({ items: rows.slice(0, 50), nextCursor: more ? 'more' : null });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    })
    .catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : null });
});
process.once('disconnect', () => process.exit(0));
