/**
 * Tests of policies, written beside them: {@code NAME.test.yaml} says what happens and which alerts
 * must come of it. They run through the pipeline of {@code replay.Replay}, so what holds in a test
 * holds in a cluster, on the time that the test says.
 *
 * <p>Start reading at {@link PolicyTests}; {@link TestFileReader} has the format, {@link
 * EventComposer} turns the short form of an event to what Tetragon sends, {@link CaseRun} runs one
 * test.
 */
@NullMarked
package dev.tocsin.policytest;

import org.jspecify.annotations.NullMarked;
