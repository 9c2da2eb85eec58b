"""Scrapy's settings, where they differ from its defaults."""

from scrapy.settings import default_settings as _scrapy

from core.config import Frontier as _Frontier
from core.config import settings as _environment
from core.version import VERSION as _VERSION

BOT_NAME = "marquee"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
SPIDER_LOADER_CLASS = "scrapers.spider_loader.SpiderLoader"
COMMANDS_MODULE = "scrapers.commands"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

USER_AGENT = f"Marquee/{_VERSION.rpartition('.')[0]} (+{_environment().contact_url})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Marquee"
COOKIES_ENABLED = False
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# A crawl visits one site. A stop first fetches what waits in the downloader, each after the delay: at most one request.
CONCURRENT_REQUESTS = 2
# Scrapy starts this many tasks for every response, but the steps share one reactor, so a second one gains nothing.
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False  # it parses every callback's source again in each crawl
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # sites are promised at least the delay
DOWNLOAD_HANDLERS = {
    "http": "scrapers.politeness.downloads.PoliteDownloads",
    "https": "scrapers.politeness.downloads.PoliteDownloads",
    **dict.fromkeys(("data", "file", "ftp", "s3")),  # a site must not lead a crawl to them
}
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
HTTPERROR_ALLOW_ALL = True  # NamedErrors checks statuses
URLLENGTH_LIMIT = 0  # a feed's filters can make its address long, and Scrapy would drop it without a failure

# Both open a port that runs code. The add-on and SourceSpider keep them off no matter what `-s` says.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
ADDONS = {"scrapers.consoles.Off": 0}

# Scrapy imports what it knows even if it is off. Cookies load tldextract, the consoles aiohttp and Twisted's terminal.
_UNUSED = (
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.extensions.telnet.TelnetConsole",
)
DOWNLOADER_MIDDLEWARES_BASE = {
    name: place for name, place in _scrapy.DOWNLOADER_MIDDLEWARES_BASE.items() if name not in _UNUSED
}
EXTENSIONS_BASE = {name: place for name, place in _scrapy.EXTENSIONS_BASE.items() if name not in _UNUSED}

DOWNLOADER_MIDDLEWARES = {
    "scrapers.recording.middlewares.Replay": 50,  # before robots.txt is asked for
    "scrapers.recording.middlewares.Record": 660,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapers.politeness.robots.RobotsTxt": 100,
    "scrapers.politeness.webcal.WebcalRedirects": 650,  # before the answer reaches Scrapy's redirects (600)
}
if _environment().frontier is _Frontier.REDIS:
    SCHEDULER = "scrapers.frontier.FrontierScheduler"

SPIDER_MIDDLEWARES = {
    "scrapers.politeness.named_errors.NamedErrors": 45,
    "scrapers.captures.keeping.KeepAnswers": 55,  # only answers that have passed NamedErrors
}
EXTENSIONS = {
    "scrapers.extensions.run_reporter.RunReporter": 0,
    "scrapers.extensions.named_source.NamedSource": 0,
    "scrapers.extensions.logs.Logs": 10,
    "scrapers.extensions.traces.Traces": 20,
    "scrapers.extensions.gone_pages.GonePages": 30,
    "scrapers.extensions.site_facts.SiteFacts": 40,
    "scrapers.extensions.listing_page.ListingPage": 50,
}
# `scrapy crawl` and the launchers turn it on: what only looks at a page (parse, check, shell, fetch) opens no run.
STORE_EVENTS = False
SPIDER_CONTRACTS = {"scrapers.contracts.SavedPage": 0}
ITEM_PIPELINES = {
    "pipelines.clean.Clean": 100,  # tidy text and addresses
    "pipelines.shorten.Shorten": 150,  # cut texts that are too long
    "pipelines.validate.Validate": 200,  # reject impossible values
    "pipelines.identify.Identify": 300,  # assign the key that finds the event next time
    "pipelines.curate.Curate": 350,  # apply the source's rules
    "pipelines.find_price.FindPrice": 360,  # read the price from the description
    "pipelines.store.Store": 400,  # write to Postgres, in batches
}
FEED_EXPORTERS = {
    "jsonl": "scrapers.extensions.exporters.JsonLines",
    "jsonlines": "scrapers.extensions.exporters.JsonLines",
    "jl": "scrapers.extensions.exporters.JsonLines",
    "json": "scrapers.extensions.exporters.Json",
    "csv": "scrapers.extensions.exporters.Csv",
    "xml": "scrapers.extensions.exporters.Xml",
}
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = _environment().log_level
