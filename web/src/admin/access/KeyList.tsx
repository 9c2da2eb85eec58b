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

type Key = Schemas["Key"];

export function KeyList() {
  const { value, problem, retry } = useAdminRemote("keys", (signal) => unwrap(api.GET("/api/keys", { signal })));
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key>();
  const action = useAction();

  async function revoke() {
    if (!revoking) return;
    const path = { key_id: revoking.id };
    const work = () => unwrap(api.DELETE("/api/keys/{key_id}", { params: { path } }));
    if (!(await action.run(work, (key) => `Key “${key.label}” revoked.`))) return;
    setRevoking(undefined);
    retry();
  }

  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <AdminPage title="API keys" about="Programs use these keys to call the API. Marquee stores only a hash of each." actions={value && create}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} what="API keys" />
      ) : value.keys.length === 0 ? (
        <EmptyState title="No API keys yet">A program that only reads doesn’t need one, unless reading requires a login here.</EmptyState>
      ) : (
        <Table caption="API keys, newest first" columns={columns(setRevoking)} rows={value.keys} rowKey={(key) => key.id} />
      )}
      <NewKey open={creating} onClose={() => setCreating(false)} onCreated={retry} />
      <ConfirmDialog
        title={`Revoke ${revoking?.label ?? ""}?`}
        verb="Revoke"
        open={revoking !== undefined}
        action={action}
        onConfirm={() => void revoke()}
        onClose={() => setRevoking(undefined)}
      >
        <p>Programs that use this key lose access immediately. You can’t restore a revoked key.</p>
      </ConfirmDialog>
    </AdminPage>
  );
}

function columns(revoke: (key: Key) => void): readonly Column<Key>[] {
  return [
    { key: "label", head: "Used for", cell: (key) => key.label },
    { key: "prefix", head: "Prefix", cell: (key) => <code>{key.prefix}</code> },
    { key: "scope", head: "Scope", cell: (key) => <Badge>{key.scope}</Badge> },
    { key: "created", head: "Created", cell: (key) => <Created apiKey={key} /> },
    { key: "used", head: "Last used", cell: (key) => <Timestamp at={key.last_used_at} /> },
    { key: "state", head: "Status", cell: (key) => <KeyStatus apiKey={key} /> },
    {
      key: "actions",
      head: "Actions",
      cell: (key) =>
        !key.revoked_at && (
          <Button look="danger" onClick={() => revoke(key)}>
            Revoke<span className="visually-hidden"> {key.label}</span>
          </Button>
        ),
    },
  ];
}

function Created({ apiKey }: { apiKey: Key }) {
  return (
    <>
      <Timestamp at={apiKey.created_at} /> <span className="soft small">by {apiKey.created_by}</span>
    </>
  );
}

function KeyStatus({ apiKey }: { apiKey: Key }) {
  if (apiKey.revoked_at) return <Badge>revoked</Badge>;
  if (!apiKey.expires_at) return <Badge tone="good">valid</Badge>;
  const expired = new Date(apiKey.expires_at) <= new Date();
  return (
    <>
      <Badge tone={expired ? "plain" : "good"}>{expired ? "expired" : "valid until"}</Badge> <Timestamp at={apiKey.expires_at} />
    </>
  );
}
