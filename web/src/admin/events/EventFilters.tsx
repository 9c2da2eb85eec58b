/** The filters of the list of events: every change updates the address. */
import { api, unwrap } from "@/api/client";
import { ButtonLink } from "@/components/Button";
import { Field } from "@/components/Field";
import { isFiltered, searchUrl, type EventSearchFilter } from "@/admin/events/search";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useNameOfCategory } from "@/language/categoryName";
import { useOffice } from "@/language/office";

type Option = { value: string; name: string };

export function EventFilters({ search, onChange }: { search: EventSearchFilter; onChange: (search: EventSearchFilter) => void }) {
  const office = useOffice();
  const texts = office.find;
  const nameOf = useNameOfCategory();
  const { value } = useAdminRemote("event filters", async (signal) => {
    const [{ sources }, { town }] = await Promise.all([
      unwrap(api.GET("/api/sources", { signal })),
      unwrap(api.GET("/api/categories", { signal, cache: "no-store" })),
    ]);
    return {
      sources: sources.map((one) => ({ value: one.name, name: one.title })),
      town,
    };
  });
  const set = (change: EventSearchFilter) => onChange({ ...search, ...change });
  const statuses = Object.entries(office.statuses).map(([status, name]) => ({ value: status, name }));
  const choice = (name: "source" | "category" | "status", options: readonly Option[] | undefined) => (
    <Field label={texts[name]}>
      <select value={search[name] ?? ""} onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}>
        <option value="">{texts.any}</option>
        {options?.map((one) => (
          <option key={one.value} value={one.value}>
            {one.name}
          </option>
        ))}
      </select>
    </Field>
  );
  const day = (name: "from" | "to") => (
    <Field label={texts[name]}>
      <input type="date" value={search[name] ?? ""} onChange={(event) => set({ [name]: event.currentTarget.value || undefined })} />
    </Field>
  );
  return (
    <div className="admin-filters" role="group" aria-label={texts.filters}>
      {choice("source", value?.sources)}
      {choice("category", value?.town.map((one) => ({ value: one.slug, name: nameOf(one.name) })))}
      {choice("status", statuses)}
      {day("from")}
      {day("to")}
      {isFiltered(search) && (
        <ButtonLink look="quiet" href={searchUrl({})}>
          {texts.clear}
        </ButtonLink>
      )}
    </div>
  );
}
