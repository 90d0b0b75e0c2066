"""What protect uses: which counts are persons, what ties them, what the page may say."""
