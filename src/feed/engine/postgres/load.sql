-- From this folder: psql -d DATABASE -f load.sql
-- One transaction: all of it is there afterwards, or what was there before. It can be given any number of times.
\set ON_ERROR_STOP on
SET client_encoding = 'UTF8';
SET client_min_messages = warning;

BEGIN;

CREATE TEMPORARY TABLE new_documents ON COMMIT DROP AS
    SELECT @document_columns@ FROM "@schema@".documents WITH NO DATA;
CREATE TEMPORARY TABLE new_sections ON COMMIT DROP AS
    SELECT @section_columns@ FROM "@schema@".sections WITH NO DATA;
CREATE TEMPORARY TABLE new_tasks ON COMMIT DROP AS
    SELECT @task_columns@ FROM "@schema@".tasks WITH NO DATA;
CREATE TEMPORARY TABLE new_citations ON COMMIT DROP AS
    SELECT @citation_columns@ FROM "@schema@".citations WITH NO DATA;
CREATE TEMPORARY TABLE gone (id text NOT NULL) ON COMMIT DROP;

@copies@
CREATE TEMPORARY TABLE changed ON COMMIT DROP AS
    SELECT n.id FROM new_documents n
    WHERE NOT EXISTS (SELECT 1 FROM "@schema@".documents d WHERE d.id = n.id AND d.digest = n.digest);
CREATE UNIQUE INDEX ON changed (id);
ANALYZE changed;

-- Sections, tasks and citations go with their document.
DELETE FROM "@schema@".documents d USING changed WHERE d.id = changed.id;
DELETE FROM "@schema@".documents d USING gone WHERE d.id = gone.id;
INSERT INTO "@schema@".documents (@document_columns@)
    SELECT @document_columns@ FROM new_documents JOIN changed USING (id)
    ON CONFLICT (id) DO NOTHING;
INSERT INTO "@schema@".sections (@section_columns@)
    SELECT @section_columns@ FROM new_sections n
    WHERE EXISTS (SELECT 1 FROM changed WHERE changed.id = n.document)
    ON CONFLICT (id) DO NOTHING;
INSERT INTO "@schema@".tasks (@task_columns@)
    SELECT @task_columns@ FROM new_tasks n
    WHERE EXISTS (SELECT 1 FROM changed WHERE changed.id = n.document)
    ON CONFLICT (id) DO NOTHING;
INSERT INTO "@schema@".citations (@citation_columns@)
    SELECT @citation_columns@ FROM new_citations n
    WHERE EXISTS (SELECT 1 FROM changed WHERE changed.id = n.document)
    ON CONFLICT (document, position) DO NOTHING;

COMMIT;

ANALYZE "@schema@".documents;
ANALYZE "@schema@".sections;
ANALYZE "@schema@".tasks;
ANALYZE "@schema@".citations;
