/** API keys: list, create and revoke them. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { NewKey } from "@/admin/access/NewKey";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Timestamp } from "@/admin/Timestamp";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useKeyTexts, type KeyTexts } from "@/language/office/keys";

type Key = Schemas["Key"];

export function KeyList() {
  const texts = useKeyTexts();
  const { value, problem, retry } = useAdminRemote("keys", (signal) => unwrap(api.GET("/api/keys", { signal })));
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key>();
  const action = useAction();

  async function revoke() {
    if (!revoking) return;
    const path = { key_id: revoking.id };
    const work = () => unwrap(api.DELETE("/api/keys/{key_id}", { params: { path } }));
    if (!(await action.run(work, (key) => texts.revoked(key.label)))) return;
    setRevoking(undefined);
    retry();
  }

  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      {texts.create}
    </Button>
  );
  return (
    <AdminPage title={texts.title} about={texts.about} actions={value && create}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.keys.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
      ) : (
        <Table caption={texts.caption} columns={columns(texts, setRevoking)} rows={value.keys} rowKey={(key) => key.id} />
      )}
      <NewKey open={creating} onClose={() => setCreating(false)} onCreated={retry} />
      <ConfirmDialog
        title={texts.revokeTitle(revoking?.label ?? "")}
        verb={texts.revoke}
        open={revoking !== undefined}
        action={action}
        onConfirm={() => void revoke()}
        onClose={() => setRevoking(undefined)}
      >
        <p>{texts.revokeText}</p>
      </ConfirmDialog>
    </AdminPage>
  );
}

function columns(texts: KeyTexts, revoke: (key: Key) => void): readonly Column<Key>[] {
  return [
    { key: "label", head: texts.usedFor, cell: (key) => key.label },
    { key: "prefix", head: texts.prefix, cell: (key) => <code>{key.prefix}</code> },
    { key: "scope", head: texts.scope, cell: (key) => <Badge>{key.scope}</Badge> },
    { key: "created", head: texts.created, cell: (key) => <Created apiKey={key} /> },
    { key: "used", head: texts.lastUsed, cell: (key) => <Timestamp at={key.last_used_at} /> },
    { key: "state", head: texts.status, cell: (key) => <KeyStatus apiKey={key} /> },
    {
      key: "actions",
      head: texts.actions,
      cell: (key) =>
        !key.revoked_at && (
          <Button look="danger" onClick={() => revoke(key)}>
            {texts.revoke}<span className="visually-hidden"> {key.label}</span>
          </Button>
        ),
    },
  ];
}

function Created({ apiKey }: { apiKey: Key }) {
  const texts = useKeyTexts();
  return (
    <>
      <Timestamp at={apiKey.created_at} /> <span className="soft small">{texts.by} {apiKey.created_by}</span>
    </>
  );
}

function KeyStatus({ apiKey }: { apiKey: Key }) {
  const texts = useKeyTexts();
  if (apiKey.revoked_at) return <Badge>{texts.isRevoked}</Badge>;
  if (!apiKey.expires_at) return <Badge tone="good">{texts.valid}</Badge>;
  const expired = new Date(apiKey.expires_at) <= new Date();
  return (
    <>
      <Badge tone={expired ? "plain" : "good"}>{expired ? texts.expired : texts.validUntil}</Badge> <Timestamp at={apiKey.expires_at} />
    </>
  );
}
