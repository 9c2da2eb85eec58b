"""What `scrapy genspider` writes: one template per shape of site, and what fills them."""
