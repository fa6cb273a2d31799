package io.hypnos.engine;

import io.hypnos.engine.account.Accounts;
import io.hypnos.engine.account.MailOutbox;
import io.hypnos.engine.attachment.Attachments;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.brought.BroughtBuckets;
import io.hypnos.engine.brought.BroughtDatabases;
import io.hypnos.engine.brought.BroughtModels;
import io.hypnos.engine.brought.OwnDatabaseRegistry;
import io.hypnos.engine.brought.TenantDatabases;
import io.hypnos.engine.concept.ConceptStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.deletion.ExpirySweep;
import io.hypnos.engine.deletion.FileRemoval;
import io.hypnos.engine.digest.Digests;
import io.hypnos.engine.document.Chunker;
import io.hypnos.engine.document.DocumentReader;
import io.hypnos.engine.document.ReaderProcess;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.embedding.EmbeddingModels;
import io.hypnos.engine.embedding.WordPieceTokenizer;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.extraction.Extractors;
import io.hypnos.engine.graph.EdgeStore;
import io.hypnos.engine.health.EngineHealth;
import io.hypnos.engine.hygiene.Hygiene;
import io.hypnos.engine.importance.SalientDetails;
import io.hypnos.engine.intake.DirectDrop;
import io.hypnos.engine.intake.DropService;
import io.hypnos.engine.intake.Intake;
import io.hypnos.engine.intake.IntakeProducer;
import io.hypnos.engine.intake.MailDrop;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.job.JobWorker;
import io.hypnos.engine.job.ParkedReports;
import io.hypnos.engine.job.StatusProjector;
import io.hypnos.engine.job.Upkeep;
import io.hypnos.engine.learning.Learning;
import io.hypnos.engine.llm.ChatModel;
import io.hypnos.engine.llm.ChatModels;
import io.hypnos.engine.llm.ChatProxy;
import io.hypnos.engine.llm.SpendLedger;
import io.hypnos.engine.mail.Mailboxes;
import io.hypnos.engine.media.MediaModels;
import io.hypnos.engine.memory.Memories;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.Reembedding;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.engine.oversight.Oversight;
import io.hypnos.engine.oversight.PageViews;
import io.hypnos.engine.oversight.StatusBook;
import io.hypnos.engine.projection.IndexRebuild;
import io.hypnos.engine.projection.Indexer;
import io.hypnos.engine.projection.OutboxRelay;
import io.hypnos.engine.search.LlmQueryRewriter;
import io.hypnos.engine.search.LlmReranker;
import io.hypnos.engine.search.MemoryIndex;
import io.hypnos.engine.search.MemorySearch;
import io.hypnos.engine.search.NearestByVector;
import io.hypnos.engine.search.QueryRewriter;
import io.hypnos.engine.search.RelatedMemories;
import io.hypnos.engine.search.Reranker;
import io.hypnos.engine.secret.SecretRotation;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.engine.sleep.ConsolidationRuns;
import io.hypnos.engine.sleep.ModelWording;
import io.hypnos.engine.sleep.PrototypeWording;
import io.hypnos.engine.sleep.Sleep;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.FirstTenant;
import io.hypnos.engine.tenancy.KeyAuthenticator;
import io.hypnos.engine.tenancy.KeyStore;
import io.hypnos.engine.tenancy.MemoryQuota;
import io.hypnos.engine.tenancy.RateLimiter;
import io.hypnos.engine.tenancy.TenantPurge;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.engine.version.Versions;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.settings.HypnosSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The engine put together. Opening it needs no part to be up: a part that is down shows per call.
 * Upkeep (relay, progress, deletions) runs where {@link #startUpkeep} is called, on any number of
 * nodes.
 */
public final class Engine implements AutoCloseable {
  private static final Duration RELAY_PAUSE = Duration.ofMillis(500);
  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofMinutes(1);
  private static final Duration PARKED_PAUSE = Duration.ofSeconds(5);

  private static final Duration SLEEP_PAUSE = Duration.ofSeconds(2);
  private static final int LEARNERS = 2;
  private static final Duration LEARNING_PAUSE = Duration.ofMillis(250);
  private static final Duration EXPIRY_PAUSE = Duration.ofHours(1);

  private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
  private final Database database;
  private final BlobStore blobs;
  private final MemoryIndex index;
  private final EmbeddingModel embedding;
  private final IntakeProducer intake;
  private final SpendLedger spend;
  private final ChatModels chatModels;
  private final BroughtBuckets broughtBuckets;
  private final BroughtModels broughtModels;
  private final TenantDatabases tenantDatabases;
  private final ChatProxy chatProxy;
  private final Optional<ChatModel> operatorsModel;
  private final Extractor extractor;
  private final AuditLog audit;
  private final SecretStore secrets;
  private final SecretRotation secretRotation;
  private final TenantStore tenants;
  private final KeyStore keys;
  private final KeyAuthenticator authenticator;
  private final FirstTenant firstTenant;
  private final RateLimiter limiter;
  private final TenantPurge tenantPurge;
  private final Memories memories;
  private final Knowledge knowledge;
  private final Outbound outbound;
  private final MemorySearch search;
  private final RelatedMemories related;
  private final Attachments attachments;
  private final Learning learning;
  private final JobWorker learner;
  private final Digests digests;
  private final ExpirySweep expirySweep;
  private final Hygiene hygiene;
  private final Oversight oversight;
  private final StatusBook statusBook;
  private final PageViews pageViews;
  private final MailOutbox mailOutbox;
  private final Accounts accounts;
  private final OutboxRelay relay;
  private final IndexRebuild rebuild;
  private final FileRemoval fileRemoval;
  private final BatchStore batches;
  private final Inbound inbound;
  private final DirectDrop directDrop;
  private final Mailboxes mailboxes;
  private final ReaderProcess documentReader;
  private final Chunker chunker;
  private final EngineHealth health;
  private final ParkedReports parkedReports;
  private final StatusProjector statusProjector;
  private final Sleep sleep;

  private Engine(HypnosSettings settings, Clock clock) {
    database = closing(new Database(settings.database()));
    embedding = closing(EmbeddingModels.open(settings.embedding(), clock));
    index = closing(new MemoryIndex(settings.search(), embedding::dimensions));
    intake = closing(new IntakeProducer(settings.kafka()));
    audit = new AuditLog(database, clock);
    spend = new SpendLedger(database, clock);
    secrets = new SecretStore(database, settings.secret(), new SecureRandom(), clock);
    secretRotation = new SecretRotation(database, settings.secret(), new SecureRandom());
    outbound = closing(new Outbound(settings, database, audit, secrets, clock));
    OwnDatabaseRegistry ownDatabases =
        closing(
            new OwnDatabaseRegistry(
                database, secrets, outbound.http().guard(), settings.ownDatabase(), clock));
    database.keepElsewhere(ownDatabases);
    broughtBuckets =
        new BroughtBuckets(
            database, secrets, settings.blob(), outbound.http().guard()::require, audit, clock);
    blobs =
        closing(
            new BlobStore(
                settings.blob(), broughtBuckets::settings, outbound.http().guard()::require));
    OutgoingHttp toModels = closing(new OutgoingHttp(settings.outgoing(), HostResolver.SYSTEM));
    chatModels = new ChatModels(settings.llm(), spend, toModels, clock);
    operatorsModel = chatModels.configured();
    broughtModels =
        new BroughtModels(
            database,
            secrets,
            chatModels,
            operatorsModel,
            outbound.http().guard()::require,
            audit,
            clock);
    chatProxy = new ChatProxy(settings.llm(), spend, toModels);
    Optional<ChatModel> chatModel = Optional.of(broughtModels);
    extractor = Extractors.of(chatModel, settings.llm());
    tenants = new TenantStore(database, audit, clock);
    tenantDatabases =
        new TenantDatabases(
            database,
            ownDatabases,
            new BroughtDatabases(outbound.http().guard(), clock),
            secrets,
            tenants,
            audit,
            UUID::randomUUID);
    keys = new KeyStore(database, audit, clock, new SecureRandom());
    authenticator = closing(new KeyAuthenticator(database, clock));
    firstTenant = new FirstTenant(database, audit, settings.rootKey(), clock);
    limiter = new RateLimiter(settings.limits(), clock);
    tenantPurge =
        new TenantPurge(
            database, audit, index::eraseTenant, tenant -> blobs.deleteSome(tenant, ""), clock);
    MemoryStore store = new MemoryStore();
    SpaceStore spaces = new SpaceStore();
    Outbox outbox = new Outbox(List.of(Outbound.listener()));
    Visibilities visibilities = new Visibilities(clock);
    memories =
        new Memories(
            new Memories.Parts(
                database,
                store,
                spaces,
                new SpaceAccess(),
                new MemoryQuota(settings.limits()),
                outbox,
                audit,
                new Versions(UUID::randomUUID),
                new EdgeStore(),
                new ConceptStore(settings.concept()),
                visibilities,
                new NearestByVector(database, index, visibilities, clock),
                new Indexer(database, index, store, outbox, spaces, clock),
                embedding,
                new SalientDetails(),
                settings.importance().gateThreshold(),
                UUID::randomUUID,
                clock));
    knowledge = new Knowledge(settings, database, audit, memories, clock);
    search =
        new MemorySearch(
            database,
            visibilities,
            index,
            embedding,
            new MemorySearch.Helpers(
                new LearnedAssociations(knowledge.associations()),
                new LinkedNeighbours(database, knowledge.walk()),
                chatModel.<QueryRewriter>map(LlmQueryRewriter::new).orElse(QueryRewriter.BY_RULES),
                chatModel.<Reranker>map(LlmReranker::new).orElse(Reranker.NONE)),
            settings.search(),
            clock);
    related = new RelatedMemories(database, visibilities, index, memories.reader());
    attachments =
        new Attachments(
            database,
            blobs,
            new SpaceAccess(),
            spaces,
            audit,
            memories.use(),
            UUID::randomUUID,
            clock);
    learning =
        new Learning(
            new Learning.Parts(
                extractor,
                chatModel,
                related,
                embedding,
                memories,
                knowledge.spaces(),
                spend,
                broughtModels::isBrought,
                tenants,
                knowledge.jobs(),
                UUID::randomUUID,
                clock));
    learner =
        closing(
            new JobWorker(
                knowledge.jobQueue(),
                Map.of(Learning.KIND, learning.handler()),
                UUID::randomUUID,
                Optional.of(Learning.LONGEST)));
    digests =
        new Digests(memories.reader(), knowledge.links(), knowledge.spaces(), chatModel, clock);
    mailOutbox = new MailOutbox(database, UUID::randomUUID, clock);
    accounts = new Accounts(database, tenants, keys, mailOutbox, new SecureRandom(), clock);
    hygiene = new Hygiene(database, memories, clock);
    expirySweep = new ExpirySweep(database, memories.remover(), clock);
    Reembedding reembedding = new Reembedding(database, store, embedding);
    relay = new OutboxRelay(database, index, store, spaces, outbox, reembedding, clock);
    rebuild =
        new IndexRebuild(database, index, store, reembedding, relay, UUID.randomUUID(), clock);
    fileRemoval = new FileRemoval(database, blobs);
    batches = new BatchStore(database, clock);
    documentReader =
        closing(
            new ReaderProcess(
                settings.extraction(),
                MediaModels.of(settings.media(), clock),
                settings.media().any() ? settings.media().maxSize().bytes() : 0));
    chunker = new Chunker(settings.ingest(), WordPieceTokenizer.bundled());
    inbound =
        new Inbound(
            new Inbound.Parts(
                settings, database, blobs, intake, batches, tenants, memories, knowledge, extractor,
                audit, clock));
    directDrop =
        new DirectDrop(
            new DirectDrop.Inbound(database, inbound.intake(), inbound.reader(), inbound.writer()),
            blobs,
            documentReader,
            chunker,
            embedding,
            settings.api(),
            UUID::randomUUID,
            clock);
    mailboxes = new Mailboxes(database, audit, new SecureRandom(), clock);
    health = closing(new EngineHealth(database, index, embedding, intake, blobs));
    oversight = new Oversight(database, clock);
    statusBook = new StatusBook(database, health::check, clock);
    pageViews = new PageViews(database, clock);
    parkedReports = new ParkedReports(database, batches);
    statusProjector = new StatusProjector(settings.kafka(), batches, parkedReports);
    sleep =
        closing(
            new Sleep(
                new Sleep.Parts(
                    database,
                    memories,
                    store,
                    knowledge.triples(),
                    knowledge.tasks(),
                    embedding,
                    extractor,
                    chatModel
                        .<PrototypeWording>map(ModelWording::new)
                        .orElse(PrototypeWording.EXTRACTIVE),
                    settings.sleep(),
                    intake::send,
                    UUID::randomUUID,
                    clock)));
  }

  public static Engine open(HypnosSettings settings, Clock clock) {
    return new Engine(settings, clock);
  }

  private <T extends AutoCloseable> T closing(T part) {
    closeables.push(part);
    return part;
  }

  /** Starts the background work of a node. */
  public synchronized void startUpkeep() {
    Upkeep upkeep = new Upkeep();
    upkeep.start("relay", RELAY_PAUSE, () -> relay.runOnce() > 0);
    upkeep.start("status", Duration.ZERO, statusProjector::runOnce);
    upkeep.start("parked-status", PARKED_PAUSE, parkedReports::deliver);
    upkeep.start("rebuild", RELAY_PAUSE, rebuild::runOnce);
    upkeep.start("files", RELAY_PAUSE, fileRemoval::runOnce);
    upkeep.start("purge", RELAY_PAUSE, tenantPurge::runOnce);
    outbound.start(upkeep);
    upkeep.start("secrets", HOUSEKEEPING_PAUSE, () -> secretRotation.runOnce() < 0);
    upkeep.start("housekeeping", HOUSEKEEPING_PAUSE, () -> relay.forgetOld() < 0);
    upkeep.start("old-indices", HOUSEKEEPING_PAUSE, rebuild::removeUnused);
    upkeep.start("jobs", HOUSEKEEPING_PAUSE, () -> knowledge.jobQueue().forgetOld() > 0);
    upkeep.start(
        "learned",
        HOUSEKEEPING_PAUSE,
        () -> knowledge.jobQueue().forgetOld(Learning.KIND, Learning.KEPT) > 0);
    upkeep.start("status-book", HOUSEKEEPING_PAUSE, statusBook::runOnce);
    upkeep.start("old-page-views", EXPIRY_PAUSE, pageViews::forgetOld);
    upkeep.start("old-mail", HOUSEKEEPING_PAUSE, mailOutbox::forgetOld);
    for (int worker = 1; worker <= LEARNERS; worker++) {
      upkeep.start("learning-" + worker, LEARNING_PAUSE, learner::runOnce);
    }
    upkeep.start("expiry", EXPIRY_PAUSE, expirySweep::runOnce);
    inbound.start(upkeep);
    upkeep.start("sleep", SLEEP_PAUSE, sleep::runOnce);
    upkeep.start("sleep-requests", SLEEP_PAUSE, sleep::announceOnce);
    upkeep.start("old-runs", HOUSEKEEPING_PAUSE, sleep::forgetOld);
    // Closed in reverse: first the loops end, then what they use.
    closeables.push(statusProjector);
    closeables.push(inbound);
    closeables.push(upkeep);
  }

  public Database database() {
    return database;
  }

  public BlobStore blobs() {
    return blobs;
  }

  public MemoryIndex index() {
    return index;
  }

  public EmbeddingModel embedding() {
    return embedding;
  }

  /** The operator's language model, if one is set. */
  public Optional<ChatModel> chatModel() {
    return operatorsModel;
  }

  /** Facts, tasks and concepts of a text: by the language model if one is set, else by rules. */
  public Extractor extractor() {
    return extractor;
  }

  /** The buckets that tenants brought. */
  public BroughtBuckets broughtBuckets() {
    return broughtBuckets;
  }

  /** Hands talks of callers on to a language model. */
  public ChatProxy chatProxy() {
    return chatProxy;
  }

  /** The language models that tenants brought. */
  public BroughtModels broughtModels() {
    return broughtModels;
  }

  /** The databases that tenants brought for their rows. */
  public TenantDatabases tenantDatabases() {
    return tenantDatabases;
  }

  /** Builds a model for an endpoint that a tenant brought. */
  public ChatModels chatModels() {
    return chatModels;
  }

  /** What tenants have used of the language model, and their caps. */
  public SpendLedger spend() {
    return spend;
  }

  public AuditLog audit() {
    return audit;
  }

  public SecretStore secrets() {
    return secrets;
  }

  public TenantStore tenants() {
    return tenants;
  }

  public KeyStore keys() {
    return keys;
  }

  public KeyAuthenticator authenticator() {
    return authenticator;
  }

  public FirstTenant firstTenant() {
    return firstTenant;
  }

  public RateLimiter limiter() {
    return limiter;
  }

  public TenantPurge tenantPurge() {
    return tenantPurge;
  }

  public Memories memories() {
    return memories;
  }

  /** What leaves the record: changes, webhooks; with the seal of the audit and kept answers. */
  public Outbound outbound() {
    return outbound;
  }

  public Knowledge knowledge() {
    return knowledge;
  }

  public MemoryWriter writer() {
    return memories.writer();
  }

  public MemorySearch search() {
    return search;
  }

  /** What is near a memory in meaning. */
  public RelatedMemories related() {
    return related;
  }

  /** The files of memories. */
  public Attachments attachments() {
    return attachments;
  }

  /** Learning facts from texts. */
  public Learning learning() {
    return learning;
  }

  /** Profiles and summaries. */
  public Digests digests() {
    return digests;
  }

  /** How spaces are, what is there twice, what is stale. */
  public Hygiene hygiene() {
    return hygiene;
  }

  /** Signing up and recovery by mail. */
  public Accounts accounts() {
    return accounts;
  }

  /** Mail that this installation has written. */
  public MailOutbox mailOutbox() {
    return mailOutbox;
  }

  /** Figures over all tenants. */
  public Oversight oversight() {
    return oversight;
  }

  /** Whether this installation answered in the last day. */
  public StatusBook statusBook() {
    return statusBook;
  }

  public PageViews pageViews() {
    return pageViews;
  }

  /** Deletes what has expired. */
  public ExpirySweep expirySweep() {
    return expirySweep;
  }

  public OutboxRelay relay() {
    return relay;
  }

  /** Makes the search index again beside the one in use. */
  public IndexRebuild rebuild() {
    return rebuild;
  }

  public BatchStore batches() {
    return batches;
  }

  public DropService drops() {
    return inbound.intake().drops();
  }

  /** The asynchronous road: events, texts, records, files. */
  public Intake intake() {
    return inbound.intake();
  }

  /** Everything about the asynchronous road: its history, quarantine, replays, settings. */
  public Inbound inbound() {
    return inbound;
  }

  public DirectDrop directDrop() {
    return directDrop;
  }

  /** The addresses of the tenants' mail drops. */
  public Mailboxes mailboxes() {
    return mailboxes;
  }

  public MailDrop mailDrop() {
    return inbound.mail();
  }

  public DocumentReader documentReader() {
    return documentReader;
  }

  public Chunker chunker() {
    return chunker;
  }

  /** Runs of sleep: asked for, watched, called off, undone. */
  public ConsolidationRuns sleep() {
    return sleep.runs();
  }

  /** What works on runs of sleep. */
  public Sleep sleeper() {
    return sleep;
  }

  public EngineHealth health() {
    return health;
  }

  @Override
  public synchronized void close() {
    RuntimeException failure = null;
    while (!closeables.isEmpty()) {
      try {
        closeables.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("the engine did not close cleanly");
        }
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
