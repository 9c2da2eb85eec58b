/** How many events each spider of a source saw in its last runs. */
import Link from "next/link";

import { runUrl } from "@/admin/urls";
import { Sparkline } from "@/admin/Sparkline";
import type { Source } from "@/admin/useHealth";
import { useSourceTexts } from "@/language/office/sources";

/** A source may have one spider that finds feeds and one that reads them. */
export function Yields({ source }: { source: Source }) {
  const texts = useSourceTexts();
  if (source.spiders.length === 0) return <p className="soft small source__yields">{texts.noRuns}</p>;
  return (
    <div className="source__yields">
      {source.spiders.map((spider) => {
        const last = spider.yields.at(-1);
        return (
          <div key={spider.spider}>
            <span className="small soft">
              {spider.spider}: {last && <Link href={runUrl(last.run_id)}>{texts.seen(last.seen)}</Link>}
            </span>
            <Sparkline yields={spider.yields} floor={source.floor} />
          </div>
        );
      })}
    </div>
  );
}
