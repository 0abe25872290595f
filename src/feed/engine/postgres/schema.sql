-- Once, and after a new version of vanban: psql -d DATABASE -f schema.sql
-- Needs a database in UTF8 and the extension unaccent (in Debian's package of the server; in others postgresql-contrib).
\set ON_ERROR_STOP on
SET client_encoding = 'UTF8';
SET client_min_messages = warning;

BEGIN;

CREATE SCHEMA IF NOT EXISTS "@schema@";
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

-- unaccent() may be changed by editing its rules and so is only STABLE; an index needs IMMUTABLE. Who edits the rules has
-- to build the columns again.
CREATE OR REPLACE FUNCTION "@schema@".unaccent_immutable(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = public, pg_temp
    AS $$ SELECT unaccent('unaccent'::regdictionary, words) $$;

-- Words with their marks: NFC, lower case whatever the locale, blanks for signs (the parser would cut NĐ-CP at Đ).
CREATE OR REPLACE FUNCTION "@schema@".marked(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT translate(lower(normalize(words, NFC)), '@upper@!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '@lower@' || repeat(' ', 32)) $$;

-- Words without marks.
CREATE OR REPLACE FUNCTION "@schema@".folded(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower("@schema@".unaccent_immutable("@schema@".marked(words))) $$;

-- The key of a code: 61/2018/NĐ-CP, 61-2018-nd-cp → 61 2018 nd cp.
CREATE OR REPLACE FUNCTION "@schema@".code_key(code text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT regexp_replace(btrim(regexp_replace("@schema@".folded(code), '[^[:alnum:]]+', ' ', 'g')), '(^| )0+([0-9])', '\1\2', 'g') $$;

-- A vector of words that are marked or folded already. One of more than a megabyte is refused by PostgreSQL; then the
-- beginning of the text is what can be found, and its sections find the rest.
CREATE OR REPLACE FUNCTION "@schema@".vector(words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE
    AS $$
BEGIN
    RETURN to_tsvector('pg_catalog.simple', coalesce(words, ''));
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN to_tsvector('pg_catalog.simple', left(words, 100000));
END
$$;

-- The same for a title and a text; the title weighs more, other readings of doubtful words less.
CREATE OR REPLACE FUNCTION "@schema@".vector(title text, words text, readings text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE
    AS $$
BEGIN
    RETURN setweight("@schema@".vector(left(title, 20000)), 'A')
        || setweight("@schema@".vector(words), 'C')
        || setweight("@schema@".vector(left(readings, 100000)), 'D');
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN setweight("@schema@".vector(left(title, 20000)), 'A')
        || setweight("@schema@".vector(left(words, 100000)), 'C');
END
$$;

-- What somebody typed: words, "phrases", or, -without. Names of codes are words, too.
CREATE OR REPLACE FUNCTION "@schema@".marked_query(typed text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT websearch_to_tsquery('pg_catalog.simple', regexp_replace(translate(lower(normalize(typed, NFC)), '@upper@!#$%&''()*+,./:;<=>?@[\]^_`{|}~', '@lower@' || repeat(' ', 30)), '(\S)-', '\1 ', 'g')) $$;

CREATE OR REPLACE FUNCTION "@schema@".folded_query(typed text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT websearch_to_tsquery('pg_catalog.simple', lower("@schema@".unaccent_immutable(regexp_replace(translate(lower(normalize(typed, NFC)), '@upper@!#$%&''()*+,./:;<=>?@[\]^_`{|}~', '@lower@' || repeat(' ', 30)), '(\S)-', '\1 ', 'g')))) $$;

CREATE TABLE IF NOT EXISTS "@schema@".documents (
    id text PRIMARY KEY,
    digest text NOT NULL,
    path text NOT NULL,
    pages integer NOT NULL,
    code text,
    codes text[] NOT NULL,
    type text,
    authority text,
    parent_authority text,
    place text,
    date_text text,
    date date,
    year integer,
    subject text,
    signer text,
    signer_position text,
    recipients text[] NOT NULL,
    cited text[] NOT NULL,
    cited_codes text[] NOT NULL,
    quality double precision,
    text text NOT NULL,
    alternatives text NOT NULL,
    marked tsvector GENERATED ALWAYS AS ("@schema@".vector("@schema@".marked(subject), "@schema@".marked(text), NULL)) STORED,
    folded tsvector GENERATED ALWAYS AS ("@schema@".vector("@schema@".folded(subject), "@schema@".folded(text), "@schema@".folded(alternatives))) STORED
);

CREATE TABLE IF NOT EXISTS "@schema@".sections (
    id text PRIMARY KEY,
    document text NOT NULL REFERENCES "@schema@".documents ON DELETE CASCADE,
    position integer NOT NULL,
    section text NOT NULL,
    kind text NOT NULL,
    label text,
    title text,
    trail text[] NOT NULL,
    span int8range NOT NULL,
    cited text[] NOT NULL,
    text text NOT NULL,
    alternatives text NOT NULL,
    marked tsvector GENERATED ALWAYS AS ("@schema@".vector("@schema@".marked(title), "@schema@".marked(text), NULL)) STORED,
    folded tsvector GENERATED ALWAYS AS ("@schema@".vector("@schema@".folded(title), "@schema@".folded(text), "@schema@".folded(alternatives))) STORED
);

CREATE TABLE IF NOT EXISTS "@schema@".tasks (
    id text PRIMARY KEY,
    document text NOT NULL REFERENCES "@schema@".documents ON DELETE CASCADE,
    position integer NOT NULL,
    ordinal text,
    "group" text,
    content text NOT NULL,
    lead text[] NOT NULL,
    support text[] NOT NULL,
    due_text text,
    due date,
    recurrence text,
    extra jsonb NOT NULL,
    origin text NOT NULL,
    section text,
    span int8range NOT NULL,
    alternatives text NOT NULL,
    marked tsvector GENERATED ALWAYS AS ("@schema@".vector("@schema@".marked("group"), "@schema@".marked(content), NULL)) STORED,
    folded tsvector GENERATED ALWAYS AS ("@schema@".vector("@schema@".folded("group"), "@schema@".folded(content), "@schema@".folded(alternatives))) STORED
);

CREATE TABLE IF NOT EXISTS "@schema@".citations (
    document text NOT NULL REFERENCES "@schema@".documents ON DELETE CASCADE,
    position integer NOT NULL,
    code text,
    codes text[] NOT NULL,
    type text,
    number text,
    year integer,
    authority text,
    date_text text,
    date date,
    title text,
    mentions jsonb NOT NULL,
    PRIMARY KEY (document, position)
);

CREATE INDEX IF NOT EXISTS documents_marked ON "@schema@".documents USING gin (marked);
CREATE INDEX IF NOT EXISTS documents_folded ON "@schema@".documents USING gin (folded);
CREATE INDEX IF NOT EXISTS documents_codes ON "@schema@".documents USING gin (codes);
CREATE INDEX IF NOT EXISTS documents_cited ON "@schema@".documents USING gin (cited_codes);
CREATE INDEX IF NOT EXISTS documents_date ON "@schema@".documents (date);
CREATE INDEX IF NOT EXISTS documents_type ON "@schema@".documents (type, year);
CREATE INDEX IF NOT EXISTS documents_authority ON "@schema@".documents (authority);
CREATE INDEX IF NOT EXISTS sections_marked ON "@schema@".sections USING gin (marked);
CREATE INDEX IF NOT EXISTS sections_folded ON "@schema@".sections USING gin (folded);
CREATE INDEX IF NOT EXISTS sections_document ON "@schema@".sections (document, position);
CREATE INDEX IF NOT EXISTS tasks_marked ON "@schema@".tasks USING gin (marked);
CREATE INDEX IF NOT EXISTS tasks_folded ON "@schema@".tasks USING gin (folded);
CREATE INDEX IF NOT EXISTS tasks_lead ON "@schema@".tasks USING gin (lead);
CREATE INDEX IF NOT EXISTS tasks_due ON "@schema@".tasks (due);
CREATE INDEX IF NOT EXISTS tasks_document ON "@schema@".tasks (document, position);
CREATE INDEX IF NOT EXISTS citations_codes ON "@schema@".citations USING gin (codes);

-- Documents, sections and tasks that somebody looks for, the best first: by code, with the marks as typed, without marks.
CREATE OR REPLACE FUNCTION "@schema@".search(typed text, most integer DEFAULT 20)
    RETURNS TABLE (kind text, id text, document text, title text, score real)
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    AS $$
    WITH asked AS (
        SELECT "@schema@".marked_query(typed) AS marked, "@schema@".folded_query(typed) AS folded,
            "@schema@".code_key(typed) AS code
    )
    SELECT * FROM (
        SELECT 'document', d.id, d.id, d.subject,
            (10 * (d.codes @> ARRAY[asked.code])::int + 5 * (d.cited_codes @> ARRAY[asked.code])::int
                + 2 * ts_rank(d.marked, asked.marked, 1) + ts_rank(d.folded, asked.folded, 1))::real AS score
        FROM asked, "@schema@".documents d
        WHERE d.folded @@ asked.folded OR d.codes @> ARRAY[asked.code] OR d.cited_codes @> ARRAY[asked.code]
        UNION ALL
        SELECT 'section', s.id, s.document, s.title,
            (2 * ts_rank(s.marked, asked.marked, 1) + ts_rank(s.folded, asked.folded, 1))::real
        FROM asked, "@schema@".sections s WHERE s.folded @@ asked.folded
        UNION ALL
        SELECT 'task', t.id, t.document, left(t.content, 200),
            (2 * ts_rank(t.marked, asked.marked, 1) + ts_rank(t.folded, asked.folded, 1))::real
        FROM asked, "@schema@".tasks t WHERE t.folded @@ asked.folded
    ) AS hits
    ORDER BY 5 DESC, 2
    LIMIT most
    $$;

COMMIT;
